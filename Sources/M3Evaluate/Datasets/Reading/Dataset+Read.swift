import FoundationEssentials
import M3Core

extension Dataset {
  /// Reads a split's questions from a folder of annotations, or from the one file that holds them.
  ///
  /// The form is found by the files that are there. A file of another split is refused, by its name where the name
  /// says so and by its ids where ids do; rows that cannot be asked are counted.
  ///
  /// - Throws: `EvaluateError`: unknown split, no form found, broken files, repeated keys, records of another split.
  public func read(split name: String, at path: String) throws(EvaluateError) -> Annotations {
    let split = try split(name)
    let (form, paths) = try find(split, at: path)
    var collector = AnnotationCollector(repeats: form.repeats, split: split)
    do {
      try form.read(FormInput(dataset: self.name, split: split, paths: paths), &collector)
    } catch let error as EvaluateError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    guard !collector.records.isEmpty else { throw .noRecords(file: paths.first.flatMap { $0 } ?? path) }
    return Annotations(
      records: collector.records, form: form.name, prompt: form.prompt, files: paths.compactMap { $0 },
      skipped: collector.skipped, notes: collector.allNotes(official: split.rows), pictures: collector.pictures)
  }

  private func find(_ split: Split, at path: String) throws(EvaluateError) -> (DatasetForm, [String?]) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .unreadable(path: path, reason: "there is no such file or folder")
    }
    if isFolder {
      for form in forms {
        if let paths = form.files[split.name].flatMap({ Self.locate($0, in: path) }) { return (form, paths) }
      }
    } else if let found = try find(split, file: path) {
      return found
    }
    throw .annotationsMissing(
      task: "\(name):\(split.name)", path: path,
      forms: forms.compactMap { form in form.files[split.name]?.map(\.description).joined(separator: " + ") })
  }

  /// A form whose first file is the given one: by its name, else by its extension.
  private func find(_ split: Split, file path: String) throws(EvaluateError) -> (DatasetForm, [String?])? {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().path
    func isNamed(_ file: DatasetForm.File) -> Bool {
      file.names.contains { URL(filePath: $0).lastPathComponent.lowercased() == url.lastPathComponent.lowercased() }
    }
    func paths(_ files: [DatasetForm.File]) -> [String?]? {
      Self.locate(Array(files.dropFirst()), in: folder).map { [path] + $0 }
    }
    for form in forms {
      if let files = form.files[split.name], let first = files.first, isNamed(first), let paths = paths(files) {
        return (form, paths)
      }
    }
    for form in forms {
      for other in splits where form.files[other.name]?.first.map(isNamed) == true {
        throw .wrongSplit(file: path, line: 1, asked: split.name, evidence: "a file of this name holds `\(other.name)`")
      }
    }
    for form in forms {
      guard let files = form.files[split.name], let name = files.first?.names.first else { continue }
      if URL(filePath: name).pathExtension.lowercased() == url.pathExtension.lowercased(), let paths = paths(files) {
        return (form, paths)
      }
    }
    return nil
  }

  /// The paths of a form's files, or nil when a needed one is missing.
  private static func locate(_ files: [DatasetForm.File], in folder: String) -> [String?]? {
    var paths: [String?] = []
    for file in files {
      let path = file.names.lazy.map { URL(filePath: folder).appending(path: $0).path }
        .first { FileManager.default.fileExists(atPath: $0) }
      guard path != nil || file.isOptional else { return nil }
      paths.append(path)
    }
    return paths
  }
}
