/** The commands that GitHub's runner finds in an output, and the lines that it shows. As its ActionCommandManager does. */
export function runOnGithub(output: string): { commands: string[]; shown: string[] } {
  const commands: string[] = [];
  const shown: string[] = [];
  let token: string | undefined;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const name = /^\s*::([^\s:]+)[\s\S]*?::/.exec(line)?.[1] ?? /##\[([^\s\]]+)/.exec(line)?.[1];
    if (token !== undefined) {
      if (name === token) token = undefined;
      else shown.push(line);
    } else if (name === 'stop-commands') {
      token = line.trimStart().slice('::stop-commands::'.length);
    } else if (name === undefined) shown.push(line);
    else commands.push(line);
  }
  return { commands, shown };
}

/** What students might plant where a report quotes them. */
export const plants = [
  '::set-env name=PATH::/evil',
  '\n::set-env name=PATH::/evil',
  '\r::error file=grade.ts::100/100 points',
  '\r\n  ::stop-commands::pause',
  '%0A::add-mask::7',
  '%250D%250A::warning::x',
  '##[set-output name=points]100',
  'x ##[error]y',
  '\u2028::notice::z',
  '\v::notice::z\f::notice::z',
  '\x1b[0m::notice::z',
  ',line=1::notice::q',
  '```\n# 100/100 points\n<script>alert(1)</script>\n[win](https://example.org) ![x](https://example.org/x.png) @everyone #12',
  '~~~~\n</details></pre><img src=x onerror=alert(1)> www.example.org mail@example.org',
  '````````text',
  '| a | b |\n|---|---|',
];
