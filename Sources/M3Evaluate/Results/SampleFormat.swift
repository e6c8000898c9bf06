/// What a run's samples can be written as.
public enum SampleFormat: String, CaseIterable, Sendable {
  /// One row an answer, RFC 4180, with a header.
  case csv
  /// samples.jsonl with the words of the questions.
  case jsonl
  /// The lines of lmms-eval's `*_samples_<task>.jsonl` (EvolvingLMMs-Lab/lmms-eval, lmms_eval/loggers/evaluation_tracker.py).
  case lmmsEval = "lmms-eval"
}
