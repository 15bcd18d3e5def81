/** Functions that read, write or look at what is not in the report's views, by the reason for refusing them. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [
    /^(read_\w*|glob|sniff_csv|\w*_scan\w*|scan_\w*|parquet_\w*|st_read\w*|copy_database|import_database|add_parquet_key|file_exists)$/,
    'it reads or writes files',
  ],
  [
    /^(query|query_table|json_(de)?serialize_\w*|json_execute_\w*|sql_auto_complete|check_peg_parser|parse_duckdb_log_message)$/,
    'it runs or hides another query',
  ],
  [
    /^(getenv|getvariable|current_setting|set_config|which_secret|duckdb_\w*|pragma_\w*|pg_(?!typeof$|size_pretty$)\w*|show(_\w*)?|current_(database|schema|schemas|catalog|role|user|query|query_id|connection_id|transaction_id)|session_user|user|user_agent|version|platform|extension_versions|stats|table_info|storage_info|metadata_info|database_(list|size)|collations|functions|txid_current|in_search_path|inet_\w*|has_\w*_privilege|col_description|s?h?obj_description|all_profiling_output|icu_calendar_names|summary|test_\w*)$/,
    'it tells of the machine or the database, not of the logs',
  ],
  [
    /^(nextval|currval|setseed|write_log|sleep_ms|checkpoint|force_checkpoint|(enable|disable|verify)_\w*|truncate_duckdb_logs)$/,
    'it does something besides reading',
  ],
  [
    /^(random|uuid|uuidv\d|gen_random_uuid|now|today|ago|transaction_timestamp|get_current_(time|timestamp)|current_(date|time|timestamp|localtime|localtimestamp)|localtime|localtimestamp)$/,
    'it would give another answer each time, and a report reads the same whenever it is run',
  ],
];

/** Words that are functions without brackets. */
const BARE =
  /^(current_(date|time|timestamp|user|role|catalog|schema)|localtime|localtimestamp|session_user)$/;

/** Table functions that make rows out of nothing but their arguments. */
const MAKERS = new Set(['range', 'generate_series', 'unnest', 'json_each', 'json_tree']);

/** Why a function is refused; null where it is not. */
export function whyRefused(name: string): string | null {
  const plain = name.toLowerCase();
  return REFUSED.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** Whether a word without brackets is a function that is refused. */
export function isBareFunction(word: string): boolean {
  return BARE.test(word);
}

/** Why a table function is refused; null where it is not. */
export function whyRefusedTable(name: string): string | null {
  const plain = name.toLowerCase();
  if (MAKERS.has(plain)) return null;
  return whyRefused(plain) ?? 'only the views of the report may be read';
}
