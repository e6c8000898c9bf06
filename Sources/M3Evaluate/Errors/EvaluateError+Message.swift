import M3Core

extension EvaluateError {
  public var message: String {
    switch self {
    case .unknownDataset(let name, _): "there is no dataset `\(name.escapedForTerminal)`"
    case .unknownSplit(let dataset, let split, _): "\(dataset) has no split `\(split.escapedForTerminal)`"
    case .annotationsMissing(let task, let path, _):
      "the annotations of \(task) are not in \(path.escapedForTerminal)"
    case .unreadable(let path, let reason):
      "\(path.escapedForTerminal) cannot be read: \(reason.escapedForTerminal)"
    case .tooLarge(let path, let bytes, let limit):
      "\(path.escapedForTerminal) has \(bytes) bytes, at most \(limit) are read"
    case .tooManyEntries(let path, let limit):
      "\(path.escapedForTerminal) holds more than \(limit) files"
    case .malformed(let file, let line, let expected, let found):
      "\(file.escapedForTerminal), line \(line): expected \(expected), found \(found.escapedForTerminal)"
    case .missingColumn(let file, let column, let header):
      "\(file.escapedForTerminal) has no column `\(column)`, only \(header.quotedList)"
    case .badField(let file, let line, let field, let expected, let found):
      "\(file.escapedForTerminal), line \(line), field `\(field)`: expected \(expected), found \(found.escapedForTerminal)"
    case .duplicateKey(let file, let line, let key, let firstLine):
      "\(file.escapedForTerminal), line \(line): the key \(key.escapedForTerminal) stands in line \(firstLine) already"
    case .wrongSplit(let file, let line, let asked, let evidence):
      "\(file.escapedForTerminal), line \(line) is not of the split `\(asked)`: \(evidence.escapedForTerminal)"
    case .noRecords(let file): "\(file.escapedForTerminal) holds no questions"
    case .badTemplate(let template):
      "`\(template.escapedForTerminal)` is not a template of media files: it needs one `%s`"
    case .badPicture(let name, let reason): "the picture \(name.escapedForTerminal) is damaged: \(reason)"
    case .wordNetMissing(let path): "WUPS needs WordNet's files, and \(path.escapedForTerminal) is not there"
    case .badResults(let reason): "the results cannot be analysed: \(reason.escapedForTerminal)"
    case .notARun(let folder, let reason): "\(folder.escapedForTerminal) is no run: \(reason.escapedForTerminal)"
    case .runDiffers(let folder, let differences):
      "\(folder.escapedForTerminal) holds another run; \(differences.joined(separator: "; ").escapedForTerminal)"
    case .runBusy(let folder): "\(folder.escapedForTerminal) is being written by another process"
    case .badRecord(let file, let line):
      "\(file.escapedForTerminal), line \(line) is damaged, and it is not the last line"
    case .notWritten(let path, let reason):
      "\(path.escapedForTerminal) cannot be used: \(reason.escapedForTerminal)"
    case .cannotMerge(let reason): "these runs cannot be merged: \(reason.escapedForTerminal)"
    case .judgeDiffers(let folder, let differences):
      "\(folder.escapedForTerminal) holds another judge's verdicts; \(differences.joined(separator: "; ").escapedForTerminal)"
    case .nothingToJudge(let folder, let reason):
      "\(folder.escapedForTerminal) has nothing to judge: \(reason.escapedForTerminal)"
    case .judgeRefuses(let host, _, let reason):
      "the judge at \(host.escapedForTerminal) refuses: \(reason.shortened.escapedForTerminal)"
    case .judgeSilent(let host, let attempts, let reason, _):
      "no reply from the judge at \(host.escapedForTerminal) after \(attempts) \(attempts == 1 ? "request" : "requests"): \(reason.shortened.escapedForTerminal)"
    case .cannotExport(let folder, let reason):
      "\(folder.escapedForTerminal) cannot be exported so: \(reason.escapedForTerminal)"
    }
  }

  public var hint: String? {
    switch self {
    case .unknownDataset(_, let known): "known are \(known.joined(separator: ", "))"
    case .unknownSplit(_, _, let known): "known are \(known.joined(separator: ", "))"
    case .annotationsMissing(_, _, let forms): "expected is one of: \(forms.joined(separator: "; "))"
    case .missingColumn: "the file may belong to another dataset, or to another form of this one"
    case .wrongSplit: "name the split that the file holds: a number is worth nothing under the wrong split"
    case .badTemplate: "for instance `videos/%s.mp4`"
    case .wordNetMissing: "install Debian's package `wordnet-base`, or leave WUPS out"
    case .notARun: "name the folder that `eval` or `sweep` wrote with `-o`"
    case .runDiffers: "name another folder with `-o`, or ask as it was asked then"
    case .badRecord: "the file was changed or the disk is damaged; take the line out to have that question again"
    case .judgeDiffers:
      "verdicts of two judges make no number; judge as before, or take judge.json and judge.jsonl out of the folder"
    case .judgeRefuses(_, 401, _), .judgeRefuses(_, 403, _):
      "set M3_JUDGE_KEY or OPENAI_API_KEY to a key of that endpoint"
    case .judgeRefuses(_, 404, _), .judgeRefuses(_, 405, _):
      "is --judge-url the endpoint's base, such as https://host/v1, and --judge-model one of its models?"
    case .judgeSilent(_, _, _, let wait?):
      "it asks to wait \(Int(wait.rounded(.up))) s; the same command goes on, perhaps with a lower --judge-concurrency"
    case .judgeSilent: "all replies so far are kept; the same command goes on"
    case .cannotMerge: "give every shard of one run, each once"
    case .cannotExport: "`--plan` chooses a plan, `--annotations` says where the questions are now"
    default: nil
    }
  }
}

extension [String] {
  /// The first few names in backticks, escaped, for sentences.
  fileprivate var quotedList: String {
    let shown = prefix(12).map { "`\($0.escapedForTerminal.prefix(40))`" }.joined(separator: ", ")
    return count > 12 ? "\(shown) and \(count - 12) more" : shown
  }
}

extension String {
  /// Cut where a sentence would be lost in it.
  fileprivate var shortened: String { count > 300 ? prefix(300) + "..." : self }
}
