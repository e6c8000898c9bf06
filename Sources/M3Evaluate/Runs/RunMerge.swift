import Foundation
import Glibc
import M3Core

extension RunFolder {
  /// Puts the shards of one run together: the samples are those of the run without shards, in its order.
  ///
  /// Shards may be unfinished; their samples are merged as they are.
  ///
  /// - Throws: `EvaluateError.cannotMerge` unless these are all shards of one run, each once; `.runDiffers` when a
  ///   folder holds another run already.
  public func merge(_ shards: [RunFolder]) throws {
    let cards = try shards.map { try $0.readCard() }
    let card = try Self.merged(cards, shards.map(\.path))
    try make(path)
    if let found = try existingCard() {
      let differences = card.settings.differences(from: found.settings)
      guard differences.isEmpty else { throw EvaluateError.runDiffers(folder: path, differences: differences) }
    }
    let partial = samples + ".partial"
    let out = try OpenFile(partial, O_WRONLY | O_CREAT | O_TRUNC)
    var readers: [ShardReader] = []
    for shard in shards { readers.append(try ShardReader(shard)) }
    let encoder = JSONEncoder.m3
    var last = -1
    while let next = readers.indices.filter({ readers[$0].sample != nil })
      .min(by: { readers[$0].number < readers[$1].number }), let sample = readers[next].sample
    {
      guard sample.number > last else {
        throw EvaluateError.cannotMerge(reason: "\(sample.key) is answered twice")
      }
      last = sample.number
      try out.append(Array(try encoder.encode(sample)) + [0x0A])
      try readers[next].step()
    }
    try out.flush()
    try replace(samples, by: partial)
    try write(card, to: self.card)
  }

  private static func merged(_ cards: [RunCard], _ paths: [String]) throws(EvaluateError) -> RunCard {
    guard var card = cards.first, let count = card.settings.shard?.count else {
      throw .cannotMerge(reason: "\(paths.first ?? "nothing") is no shard")
    }
    var whole = card.settings
    whole.shard = nil
    var numbers: Set<Int> = []
    for (other, path) in zip(cards, paths) {
      guard let shard = other.settings.shard else { throw .cannotMerge(reason: "\(path) is no shard") }
      var settings = other.settings
      settings.shard = nil
      let differences = settings.differences(from: whole)
      guard differences.isEmpty, shard.count == count else {
        throw .cannotMerge(
          reason: "\(path) differs from \(paths[0]); \((differences + ["shards: \(count) and \(shard.count)"])[0])")
      }
      guard numbers.insert(shard.number).inserted else {
        throw .cannotMerge(reason: "the shard \(shard.number)/\(count) is given twice")
      }
    }
    if let absent = (1...count).first(where: { !numbers.contains($0) }) {
      throw .cannotMerge(reason: "the shard \(absent)/\(count) is missing")
    }
    card.settings = whole
    card.questions = cards.reduce(0) { $0 + $1.questions }
    card.answers = cards.reduce(0) { $0 + $1.answers }
    card.clips = cards.reduce(0) { $0 + $1.clips }
    card.missingClips = cards.flatMap(\.missingClips).sorted()
    card.ambiguousClips = cards.flatMap(\.ambiguousClips).sorted()
    return card
  }
}

/// Walks through a shard's samples in the run's order.
private final class ShardReader {
  private let file: OpenFile
  private let lines: [SampleIndex.Line]
  private let decoder = JSONDecoder.m3
  private var taken = 0
  /// The one that comes next; nil at the end.
  private(set) var sample: RunSample?

  /// A shard that nothing was asked of yet has no samples.
  init(_ folder: RunFolder) throws(EvaluateError) {
    let path = FileManager.default.fileExists(atPath: folder.samples) ? folder.samples : "/dev/null"
    lines = try SampleIndex(path).lines
    file = try OpenFile(path, O_RDONLY)
    try step()
  }

  var number: Int { sample?.number ?? .max }

  func step() throws(EvaluateError) {
    sample = nil
    guard taken < lines.count else { return }
    let place = lines[taken].place
    taken += 1
    let bytes = try file.read(place.count, at: place.lowerBound)
    sample = try? decoder.decode(RunSample.self, from: Data(bytes))
    guard sample != nil else { throw .badRecord(file: file.path, line: taken) }
  }
}
