import M3Core
import M3Text
import M3Video

/// Samples of pictures and videos on the disk, each with what is said about it.
struct FileSource: SampleSource {
  /// One clip and its segments, not yet tokenized.
  struct Item: Sendable {
    /// Nil for a conversation about nothing that is seen.
    var clip: String?
    /// Each stands alone behind the clip.
    var conversations: [[Conversation.Exchange]]
    var kinds: [String]
    /// For errors: "file, entry 3".
    var place: String
  }

  let items: [Item]
  let preprocessor: Preprocessor
  let prompt: PromptWriter
  /// Of one clip.
  let mostQuestions: Int
  private let before: [Int32]

  init(_ items: [Item], _ processing: ImageProcessing, prompt: PromptWriter, mostQuestions: Int) throws(TrainError) {
    self.items = items
    preprocessor = Preprocessor(processing)
    self.prompt = prompt
    self.mostQuestions = mostQuestions
    do throws(TextError) { before = try prompt.before() } catch { throw .text(error) }
  }

  var heldOutCount: Int? { 0 }

  func sample(_ request: SampleRequest) throws -> TrainingSample {
    var generator = request.generator
    let item = items[order(request.index)]
    guard let path = item.clip else { return try textOnly(item, request) }
    let clip: Clip
    do throws(VideoError) { clip = try Clip.open(path) } catch { throw TrainError.video(place: item.place, error) }
    let wanted = clip.info.timeline.indices(request.plan.frames, by: .midpoint)
    var crops: [Picture] = []
    var places: [Int] = []
    do throws(VideoError) {
      var cursor = try clip.frames(at: wanted, threads: 1)
      var last: Int?
      while let frame = try cursor.next() {
        if frame.index != last { crops.append(preprocessor.crop(of: frame.picture)) }
        last = frame.index
        places.append(crops.count - 1)
      }
    } catch {
      throw TrainError.video(place: item.place, error)
    }
    guard !crops.isEmpty else { throw TrainError.badData(place: item.place, reason: "no frame of \(path) decodes") }
    var chosen = Array(item.conversations.indices)
    chosen.shuffle(using: &generator)
    return TrainingSample(
      crops: crops, variants: request.plan.scales.map { TrainingSample.Variant(scale: $0, frames: places) },
      before: before,
      segments: try chosen.prefix(mostQuestions).sorted().map {
        try prompt.segment(item.conversations[$0], weighting: request.weighting, kind: item.kinds[$0])
      })
  }

  /// A conversation without a clip has one variant, whatever the scales.
  private func textOnly(_ item: Item, _ request: SampleRequest) throws -> TrainingSample {
    let begin = [prompt.tokenizer.beginID].compactMap { $0 }
    return TrainingSample(
      crops: [], variants: [TrainingSample.Variant(name: "text", slots: [])], before: begin,
      segments: try item.conversations.enumerated().map { index, exchanges in
        try prompt.segment(exchanges, weighting: request.weighting, kind: item.kinds[index], visual: false)
      })
  }

  /// Every item once an epoch, in an order of the epoch's own.
  private func order(_ index: Int) -> Int {
    Shuffle(count: items.count, seed: UInt64(index / items.count))[index % items.count]
  }
}
