/** Names and values that would be markup, steer the text around them, or have no end. */
export const HOSTILE = [
  '</script><script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '"><svg onload=window.hit=1>',
  'evil\u202Egnp.exe\u2066',
  'zero\u200B\u200C\u200D\uFEFFwidth',
  '${window.hit = 1}{{1}}',
  '[link](javascript:window.hit=1)',
  'x'.repeat(800),
];
