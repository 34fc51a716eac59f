const esc = '\u001b';
const csi = `${esc}[`;
const osc = `${esc}]`;
const dcs = `${esc}P`;
const end = '\u0007';
const st = `${esc}\\`;
const stolen = Buffer.from('rm -rf ~').toString('base64');

/** Sequences that reach for the clipboard, the window or the keyboard of whoever looks at a terminal, by what they try. */
export const escapeCorpus: Readonly<Record<string, readonly string[]>> = {
  'write the clipboard': [
    `${osc}52;c;${stolen}${end}`,
    `${osc}52;c;${stolen}${st}`,
    `${osc}52;p;${stolen}${end}`,
    `${osc}52;s0;${stolen}${end}`,
    `${osc}52;;${stolen}${end}`,
    `${osc}52;c;${end}`,
    `${osc}52;c;!${end}`,
    `\u009d52;c;${stolen}\u009c`,
    `${dcs}tmux;${esc}${osc}52;c;${stolen}${end}${st}`,
    `${osc}1337;Copy=:${stolen}${end}`,
    `${osc}1337;CopyToClipboard=general${end}rm -rf ~${osc}1337;EndCopy${end}`,
    `${osc}5522;type=write${st}`,
  ],
  'read the clipboard': [
    `${osc}52;c;?${end}`,
    `${osc}52;p;?${st}`,
    `${osc}52;;?${end}`,
    `${osc}1337;ReportVariable=c2Vzc2lvbi5uYW1l${end}`,
    `${osc}5522;type=read;.${st}`,
  ],
  'have its title typed': [
    `${osc}2;\nrm -rf ~\n${end}${csi}21t`,
    `${osc}0;echo pwned${end}${csi}20t`,
    `${csi}20t`,
    `${csi}21t`,
    `${csi}22;0t${csi}23;0t${csi}21t`,
    `${osc}l;pwned${st}`,
    `${osc}1;pwned${end}${csi}20t`,
  ],
  'change the window': [
    `${csi}1t`,
    `${csi}2t`,
    `${csi}3;0;0t`,
    `${csi}4;10;10t`,
    `${csi}5t`,
    `${csi}6t`,
    `${csi}8;1;1t`,
    `${csi}9;1t`,
    `${csi}10;1t`,
    `${csi}11t`,
    `${csi}13t`,
    `${csi}14t`,
    `${csi}15t`,
    `${csi}18t`,
    `${csi}19t`,
    `${csi}>2t`,
    `${csi}1;2;3;4#q`,
  ],
  'have what it says typed': [
    `${dcs}$qpwned${st}`,
    `${dcs}$q"p${st}`,
    `${dcs}$qm${st}`,
    `${dcs}+q70776e6564${st}`,
    `${dcs}+p70776e6564${st}`,
    `${dcs}1;1|17/70776e65640d${st}`,
    `${esc}Z`,
    '\u0005',
    `${csi}5n`,
    `${csi}6n`,
    `${csi}?6n`,
    `${csi}c`,
    `${csi}>c`,
    `${csi}=c`,
    `${csi}>q`,
    `${csi}?2004$p`,
    `${csi}x`,
    `${csi}?26n`,
  ],
  'run something beside it': [
    `${osc}777;notify;pwned;pwned${end}`,
    `${osc}9;pwned${end}`,
    `${osc}99;;pwned${st}`,
    `${osc}50;pwned${end}`,
    `${osc}51;A1${end}`,
    `${osc}633;E;rm -rf ~${end}`,
    `${osc}1337;File=name=cHduZWQ=;inline=0:cHduZWQ=${end}`,
    `${osc}1337;RequestUpload=format=tgz${end}`,
    `${osc}1337;StealFocus${end}`,
    `${osc}1337;OpenURL=:aHR0cHM6Ly9leGFtcGxlLm9yZw==${end}`,
    `${osc}7;file://example.org/tmp${end}`,
    `${osc}8;;javascript:document.title='pwned'${end}click${osc}8;;${end}`,
    `${osc}8;;file:///etc/passwd${end}click${osc}8;;${end}`,
    `${csi}5i`,
    `${csi}4i`,
    `${csi}?5i`,
    `${esc}#8`,
    `${dcs}pwned${st}`,
    `${esc}_Gi=1,a=T;cHduZWQ=${st}`,
    `${esc}^pwned${st}`,
    `${esc}Xpwned${st}`,
  ],
  'never end': [`${osc}2;${'x'.repeat(5000)}${end}`, `${dcs}${'y'.repeat(5000)}${st}`, `${csi}${'1;'.repeat(300)}m`],
};

/** What a terminal may answer by itself: what it is, where its cursor is, which colours it has; never words of who asked. */
const harmlessReplies: readonly RegExp[] = [
  /\u001b\[[?>=]?[0-9;]*[cnRxy]/,
  /\u001b\[\?[0-9;]+\$y/,
  /\u001bP>\|xterm\.js\([0-9.a-z-]+\)\u001b\\/,
  /\u001b\](?:1[0-2]|4;[0-9]+);rgb:[0-9a-f]{4}\/[0-9a-f]{4}\/[0-9a-f]{4}\u001b\\/,
];

/** What was typed besides harmless replies. */
export function beyondReplies(typed: string): string {
  return harmlessReplies.reduce((rest, reply) => rest.replaceAll(new RegExp(reply.source, 'g'), ''), typed);
}
