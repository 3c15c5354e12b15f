// Which files are ours: told by the first key, as zzrules does, or by the language of features.

/** The keys that files of a folder of policies begin with. */
export const KINDS = ["法规", "其他法规", "词汇", "日历", "政策", "对照", "通知", "放假办法", "本地停工", "假定日历"];

const POLICY = new RegExp(`^\\uFEFF?["']?(?:${KINDS.join("|")})["']? *[:：]`, "m");
const FEATURE = /^\uFEFF?\s*#\s*language:\s*zh-CN/;

/** Return whether a text is one that the server has something to say about. */
export function concerns(languageId: string, text: string): boolean {
  return languageId === "yaml" ? POLICY.test(text) : FEATURE.test(text);
}
