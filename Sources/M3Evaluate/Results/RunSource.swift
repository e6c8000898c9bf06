import Foundation
public import M3Core

/// What a run was asked about, found again: its questions by key, and the files of its clips.
///
/// A run's samples hold neither the words of questions nor pictures; both are read from where they were when the run
/// began, and questions only count when they are the very same.
public struct RunSource: Sendable {
  /// By key; empty where the annotations are not at hand.
  public let records: [String: QuestionRecord]
  /// Each record's place among all of the task.
  public let places: [String: Int]
  /// Why questions or clips are not at hand, a sentence each.
  public private(set) var problems: [String] = []
  private let folder: RunFolder
  private var media: RunMedia?

  /// - Parameters:
  ///   - annotations: where they are now; nil for where they were.
  ///   - videos: where the clips are now, a folder or a template; nil for where they were.
  /// - Throws: `EvaluateError` only for what is named: annotations that cannot be read or are not the run's, clips that
  ///   cannot be looked through.
  public init(_ folder: RunFolder, card: RunCard, annotations: String? = nil, videos: String? = nil)
    throws(EvaluateError)
  {
    self.folder = folder
    let (dataset, task) = try Dataset.task(card.settings.task)
    let found: Annotations?
    if let annotations {
      found = try dataset.read(split: task.split, at: annotations)
      guard try Self.isAsked(found, by: card) else {
        throw .badResults(reason: "\(annotations) does not hold the questions of \(folder.path)")
      }
    } else {
      found = Self.again(dataset, split: task.split, card: card)
    }
    guard let found else {
      records = [:]
      places = [:]
      let name = card.annotationFiles.first ?? "the annotations"
      problems = ["\(name) is not there or has changed, so the words of questions are not at hand"]
      media = nil
      if let videos { media = .files(try MediaSource(videos, kind: dataset.kind)) }
      return
    }
    records = Dictionary(found.records.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    places = Dictionary(found.records.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    if videos == nil, let pictures = found.pictures {
      media = .pictures(pictures)
      return
    }
    let beside = found.files.first.map { URL(filePath: $0).deletingLastPathComponent().path + "/map_vid_vidorID.json" }
    var map: [String: String] = [:]
    if let beside, FileManager.default.fileExists(atPath: beside) {
      do { map = try ClipMap.read(beside) } catch { problems.append("other names of clips are not at hand: \(error)") }
    }
    let kind: MediaKind = found.records.contains { $0.kind == .video } ? .video : dataset.kind
    do throws(EvaluateError) {
      media = .files(try MediaSource(videos ?? card.videos, kind: kind, map: map))
    } catch {
      guard videos == nil else { throw error }
      media = nil
      problems.append("the clips are not at hand: \(error.message)")
    }
  }

  /// Where a clip is; nil where clips cannot be looked for.
  public func place(of clip: String) -> MediaIndex.Place? {
    guard let media else { return nil }
    do { return try media.place(of: clip, in: folder) } catch { return .missing }
  }

  /// Reads the annotations from the file that they were read from, or from a folder above it.
  private static func again(_ dataset: Dataset, split: String, card: RunCard) -> Annotations? {
    guard let file = card.annotationFiles.first else { return nil }
    var path = file
    for _ in 0..<4 {
      if let found = try? dataset.read(split: split, at: path), (try? isAsked(found, by: card)) == true { return found }
      path = URL(filePath: path).deletingLastPathComponent().path
    }
    return nil
  }

  private static func isAsked(_ annotations: Annotations?, by card: RunCard) throws(EvaluateError) -> Bool {
    guard let annotations else { return false }
    do { return try annotations.records.annotationsHash() == card.settings.annotations } catch {
      throw .badResults(reason: "the questions cannot be written as JSON")
    }
  }
}
