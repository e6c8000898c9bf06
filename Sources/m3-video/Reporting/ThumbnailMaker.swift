import Foundation
import M3Core
import M3Evaluate
import M3Report
import M3Tensor
import M3Video

/// Small pictures of the frames that answers were given from: the run's plans are made again on the clips.
struct ThumbnailMaker {
  /// Bytes of all JPEG files of a page.
  static let mostBytes = 12_000_000
  /// Pixels of the longer side.
  static let side = 160
  private static let quality = 72

  /// Answers about one clip.
  private struct ClipWork {
    let run: Int
    let media: String
    var seen: [SampleChoice.Seen]
  }

  let choice: SampleChoice
  let sources: [RunSource]
  /// Frames with each answer.
  let count: Int
  private let limits: ClipLimits

  /// - Parameter clips: where they are, for the message of a watchdog.
  init(_ choice: SampleChoice, sources: [RunSource], count: Int, clips: String) {
    self.choice = choice
    self.sources = sources
    self.count = count
    limits = .watched([clips])
  }

  /// Adds pictures and frame sets, clip by clip, until the page has as many bytes as it may.
  func add(to set: inout SampleSet, report: (_ done: Int, _ of: Int) -> Void) throws {
    var bytes = 0
    var without = 0
    let clips = grouped
    for (number, clip) in clips.enumerated() {
      try Task.checkCancellation()
      report(number, clips.count)
      guard bytes < Self.mostBytes else {
        without += Set(clip.seen.map(\.question)).count
        continue
      }
      let before = set.pictures.count
      add(clip, to: &set)
      bytes += set.pictures[before...].reduce(0) { $0 + $1.utf8.count * 3 / 4 }
    }
    set.notes.append(
      "Up to \(count) frames with each answer (--thumbnails \(count)), \(Self.side) pixels wide or high.")
    if without > 0 {
      set.notes.append(
        "\(without) of the questions have no frames here: the page holds \(Self.mostBytes / 1_000_000) MB of pictures.")
    }
  }

  /// By clip, in the order of the questions.
  private var grouped: [ClipWork] {
    struct Name: Hashable {
      let run: Int
      let media: String
    }
    var places: [Name: Int] = [:]
    var clips: [ClipWork] = []
    for seen in choice.seen.sorted(by: { ($0.question, $0.column) < ($1.question, $1.column) }) {
      let name = Name(run: choice.columns[seen.column].run, media: seen.sample.media)
      if let place = places[name] {
        clips[place].seen.append(seen)
      } else {
        places[name] = clips.count
        clips.append(ClipWork(run: name.run, media: name.media, seen: [seen]))
      }
    }
    return clips
  }

  private func add(_ clip: ClipWork, to set: inout SampleSet) {
    let path: String
    switch sources[clip.run].place(of: clip.media) {
    case .found(let found): path = found
    case .missing: return note("there is no file for this clip", clip, &set)
    case .ambiguous: return note("several files answer to this clip's name", clip, &set)
    case nil: return note("the clips are not at hand", clip, &set)
    }
    do {
      try draw(clip, try Clip.open([path], limits: limits), &set)
    } catch let error as any ExplainedError {
      note("the clip cannot be read: \(error.message)", clip, &set)
    } catch {
      note("the clip cannot be read", clip, &set)
    }
  }

  /// Says the same beside every answer about the clip that has no frames yet.
  private func note(_ text: String, _ clip: ClipWork, _ set: inout SampleSet) {
    let place = set.frameSets.count
    set.frameSets.append(FrameSet(seen: 0, note: text))
    for seen in clip.seen where set.questions[seen.question].replies[seen.column]?.frameSet == nil {
      set.questions[seen.question].replies[seen.column]?.frameSet = place
    }
  }

  private func draw(_ work: ClipWork, _ clip: Clip, _ set: inout SampleSet) throws {
    var wanted: [(seen: SampleChoice.Seen, slots: [FramePlan.Slot])] = []
    for seen in work.seen {
      let record = sources[work.run].records[seen.sample.key]
      let span: TimeSpan? =
        if let start = record?.start, let end = record?.end { TimeSpan(start: start, end: end) } else { nil }
      let plan = choice.columns[seen.column].plan
      guard let slots = try plan.frames(of: seen.sample, in: clip.info, span: span) else { continue }
      wanted.append((seen, slots))
    }
    let indices = Set(wanted.flatMap { shown($0.slots).map(\.index) }).sorted()
    var pictures: [Int: Int] = [:]
    if !indices.isEmpty {
      var cursor = try clip.frames(at: indices, threads: Processor.threads)
      while let frame = try cursor.next() {
        pictures[frame.index] = set.pictures.count
        set.pictures.append(try Self.picture(frame.picture))
      }
    }
    // Plans that look at the same frames share a set.
    var places: [[Int]: Int] = [:]
    for (seen, slots) in wanted {
      let key = slots.map(\.index)
      if places[key] == nil {
        places[key] = set.frameSets.count
        set.frameSets.append(
          FrameSet(
            seen: slots.count,
            frames: shown(slots).compactMap { slot in
              pictures[slot.index].map { FrameSet.Frame(time: slot.time, picture: $0) }
            }))
      }
      set.questions[seen.question].replies[seen.column]?.frameSet = places[key]
    }
    if wanted.count < work.seen.count { note("the clip is not the one that was seen", work, &set) }
  }

  /// Some of the slots, spread evenly.
  private func shown(_ slots: [FramePlan.Slot]) -> [FramePlan.Slot] {
    guard slots.count > count else { return slots }
    return (0..<count).map { slots[(2 * $0 + 1) * slots.count / (2 * count)] }
  }

  private static func picture(_ picture: Picture) throws -> String {
    let longest = max(picture.width, picture.height)
    var small = picture
    if longest > side {
      small = picture.resized(
        to: PixelSize(
          width: max(1, picture.width * side / longest), height: max(1, picture.height * side / longest)))
    }
    return Data(try PictureFile.encode(small, as: .jpeg(quality: quality))).base64EncodedString()
  }
}
