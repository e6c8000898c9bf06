/// The rules that answers are scored by.
public enum MetricName: String, CaseIterable, Codable, Sendable {
  /// The right option, by its index.
  case choice
  /// Equal to an accepted answer, letter by letter.
  case exact
  /// Equal after case, blanks and outer punctuation are levelled.
  case normalised
  /// The open-ended answer judged by a language model; needs a judge, not computed here.
  case judge
  /// ActivityNet-QA's own: exact, by type and for the free types together.
  case activityNet = "activitynet"
  /// NExT-QA's own: by type, TP counted as TN, and by group.
  case nextQA = "next-qa"
  /// WUPS at 0, for NExT-QA's open questions.
  case wups
  /// IntentQA's own: CW, CH, and TN with TP.
  case intentQA = "intentqa"
  /// STAR's own: the mean of the four types.
  case star
  /// Video-MME's own: by duration, domain and task.
  case videoMME = "video-mme"
  /// VQA soft accuracy: the mean over ten leave-one-out sets.
  case vqa
  /// Average normalised Levenshtein similarity (DocVQA).
  case anls
  /// Within five per cent for numbers, equal otherwise (ChartQA).
  case relaxed
  /// POPE's own: F1, with accuracy, precision, recall and the share of yes.
  case pope
  /// MME's own: accuracy plus the share of pictures with both questions right.
  case mme
  /// MMMU's own parsers for options and for open answers.
  case mmmu
  /// ScienceQA's own reading of the letter.
  case scienceQA = "scienceqa"
  /// MMBench's own: right only if right under every rotation of the options.
  case circular
}
