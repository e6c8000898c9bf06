public import M3Core

/// What can be wrong with annotations, media folders and the questions asked of results.
public enum EvaluateError: ExplainedError, Equatable {
  /// No dataset of that name.
  case unknownDataset(name: String, known: [String])
  /// The dataset has no such split.
  case unknownSplit(dataset: String, split: String, known: [String])
  /// None of the dataset's annotation forms is there; `forms` lists the files that each needs.
  case annotationsMissing(task: String, path: String, forms: [String])
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is larger than is read.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// A folder with more entries than are looked at.
  case tooManyEntries(path: String, limit: Int)
  /// The text is not what its format demands.
  case malformed(file: String, line: Int, expected: String, found: String)
  /// A table lacks a column.
  case missingColumn(file: String, column: String, header: [String])
  /// A field has the wrong value.
  case badField(file: String, line: Int, field: String, expected: String, found: String)
  /// Two rows claim the same key.
  case duplicateKey(file: String, line: Int, key: String, firstLine: Int)
  /// The records belong to another split than the one asked for.
  case wrongSplit(file: String, line: Int, asked: String, evidence: String)
  /// The file holds no records.
  case noRecords(file: String)
  /// A media template without exactly one `%s`.
  case badTemplate(template: String)
  /// Embedded picture bytes that do not decode.
  case badPicture(name: String, reason: String)
  /// The WordNet files that WUPS needs are not there.
  case wordNetMissing(path: String)
  /// Results that cannot be analysed; `reason` says why.
  case badResults(reason: String)
  /// The folder holds no run that can be read.
  case notARun(folder: String, reason: String)
  /// The folder holds a run with other settings; each difference as "budget: 720 then, 2880 now".
  case runDiffers(folder: String, differences: [String])
  /// Another process writes to the run.
  case runBusy(folder: String)
  /// A line of samples.jsonl or judge.jsonl that is none, and not the last one.
  case badRecord(file: String, line: Int)
  /// A file of a run cannot be written.
  case notWritten(path: String, reason: String)
  /// Runs that are not the shards of one.
  case cannotMerge(reason: String)
  /// The folder holds another judge's verdicts; each difference as "judge's model: a then, b now".
  case judgeDiffers(folder: String, differences: [String])
  /// The run has nothing that a judge could judge.
  case nothingToJudge(folder: String, reason: String)
  /// The judge's endpoint will not answer such requests.
  case judgeRefuses(host: String, status: Int, reason: String)
  /// No reply that can be used came from the judge's endpoint; `retryAfter` is what it asks to wait, in seconds.
  case judgeSilent(host: String, attempts: Int, reason: String, retryAfter: Double?)
  /// Samples that cannot be written in the wanted form.
  case cannotExport(folder: String, reason: String)
}
