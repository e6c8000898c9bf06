import Foundation
import M3Core
import M3Engine
import M3Evaluate
import M3Model
import M3Tensor
import M3Text
import M3Video

/// Turns the flags of `eval` and `sweep` into a run, and runs it.
struct RunSetup {
  let task: String
  let annotations: String
  let output: String
  let options: RunOptions
  /// One for `eval`, several for `sweep`.
  let plans: [RunPlan]

  /// - Throws: `ValidationError` when a needed flag is missing.
  init(task: String?, options: RunOptions, plans: [RunPlan]) throws {
    (self.task, annotations, output) = try options.needed(task: task)
    self.options = options
    self.plans = plans
  }

  /// Asks all that is left to ask; the numbers are for the caller to compute.
  ///
  /// - Returns: the run, and its questions by key.
  func run() async throws -> (folder: RunFolder, records: [String: QuestionRecord]) {
    let errors = StandardError()
    let (dataset, task) = try Dataset.task(task)
    let annotations = try dataset.read(split: task.split, at: annotations)
    let engine = try VideoEngine(
      checkpoint: options.model.open(), precision: options.precision.precision, keyValues: options.precision.kvType,
      memory: options.cache.memory, store: options.cache.store(isQuiet: options.quiet), stopwatch: .continuous)
    if let threads = options.threads { Processor.useThreads(threads) }

    let wups = try wordNet(for: dataset)
    let metric = dataset.offlineMetric(hasWordNet: wups != nil)
    let wording = QuestionWording(
      prompt: options.prompt ?? annotations.prompt, style: options.template.style,
      scoring: options.choosing.scoring(for: engine.checkpoint), parser: options.choosing.parser)
    let settings = RunSettings(
      task: task.description, annotations: try annotations.records.annotationsHash(), form: annotations.form,
      prompt: wording.prompt, template: wording.style, scoring: wording.scoring, parser: wording.parser,
      metric: metric, model: engine.checkpoint.fingerprint, precision: engine.precision.name, plans: plans,
      reduction: options.template.reduction,
      fit: options.model.fit, maxTokens: options.maxTokens, seed: options.seed, limit: options.limit,
      shard: options.shard)
    let order = RunOrder(annotations.records, limit: options.limit, shard: options.shard, plans: plans.count)
    let media = try media(of: annotations, kind: dataset.kind)
    let (missing, ambiguous) = media.missing(order)
    var notes = notes(annotations, dataset: dataset, metric: metric)
    notes += engine.notes
    let folder = RunFolder(output)
    let card = RunCard(
      settings: settings, version: Version.number, modelName: engine.checkpoint.folder, videos: videos,
      annotationFiles: annotations.files, host: HostFacts.all(), questions: order.records.count,
      clips: order.clipCount, missingClips: missing, ambiguousClips: ambiguous, notes: notes)
    if !options.quiet {
      for note in notes { errors.warning(note) }
      RunText.warn(ofMissing: card, errors)
    }
    let watch = RunWatch()
    RunWatchdog.watch(watch, of: folder, limit: options.decoderLimit)
    let run = try EvaluationRun(
      folder: folder, card: card, order: order, media: media, wording: wording, watch: watch, wups: wups)
    try Task.checkCancellation()
    _ = try await engine.load()
    let line = RunProgressLine(errors, isOn: !options.quiet)
    defer { line.clear() }
    try await run.run(engine, retryingFailed: options.retryFailed) { line.show($0) }
    return (folder, Dictionary(order.records.map { ($0.key, $0) }) { first, _ in first })
  }

  private var annotationsFolder: String {
    let url = URL(fileURLWithPath: annotations)
    let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
    return isFolder ? annotations : url.deletingLastPathComponent().path
  }

  private var videos: String { options.videos ?? annotationsFolder }

  private func media(of annotations: Annotations, kind: MediaKind) throws -> RunMedia {
    if options.videos == nil, let pictures = annotations.pictures { return .pictures(pictures) }
    let beside = annotationsFolder + "/map_vid_vidorID.json"
    let map: [String: String] =
      if let file = options.clipMap {
        try ClipMap.read(file)
      } else if FileManager.default.fileExists(atPath: beside) {
        try ClipMap.read(beside)
      } else {
        [:]
      }
    let kind = annotations.records.contains { $0.kind == .video } ? .video : kind
    return .files(try MediaSource(videos, kind: kind, map: map))
  }

  private func wordNet(for dataset: Dataset) throws -> WUPS? {
    guard dataset.metrics.contains(.wups), FileManager.default.fileExists(atPath: options.wordnet) else { return nil }
    return WUPS(wordNet: try WordNet(folder: options.wordnet))
  }

  private func notes(_ annotations: Annotations, dataset: Dataset, metric: MetricName) -> [String] {
    var notes = annotations.notes.map { "the annotations: \($0.message)" }
    notes += annotations.skipped.map {
      "\($0.count) \($0.count == 1 ? "row is" : "rows are") left out: \($0.reason.escapedForTerminal), first \($0.file.escapedForTerminal) line \($0.line)"
    }
    if let official = dataset.metrics.first, official != metric {
      notes.append(
        "scored by \(metric.rawValue): \(official.rawValue), the first of this dataset's rules, cannot be computed here"
      )
    }
    return notes
  }
}
