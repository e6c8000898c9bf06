import ArgumentParser
import Foundation
import M3Core
import M3Model
import M3Planner
import M3Tensor
import M3Video

/// `m3-video frames`: the sampled frames themselves, as pictures or as a list.
struct Frames: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the frames that a plan would see, or the model's crops of them, or their collage.",
    usage: "m3-video frames [<options>] <clip> ... -o <path>",
    discussion: """
      Frames are upright, with square pixels, numbered in order with their times in the names. --crops writes what the \
      vision tower sees. --layout grid with a file after -o writes the collage.
      """)

  @Argument(help: "A video, or stills in order, or a folder of stills.")
  var clip: [String]

  @Option(parsing: .unconditional, help: ArgumentHelp("How many frames.", valueName: "count"))
  var frames = 8

  @Option(help: ArgumentHelp("Which frames stand for the clip.", valueName: "rule"))
  var sampling: SamplingRule = .midpoint

  @Option(help: "stream: one picture a frame. grid: one collage.")
  var layout: Layout = .stream

  @Flag(help: "Write the model's crops instead of the frames.")
  var crops = false

  @OptionGroup var model: ModelOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("A folder for the pictures, or with --layout grid a PNG file.", valueName: "path"))
  var output: String?

  @Flag(help: "List index, time in seconds, width and height of each frame as JSON.")
  var json = false

  func validate() throws {
    guard layout == .stream || frames <= Planner.mostCollageFrames else {
      throw ValidationError("a collage holds at most \(Planner.mostCollageFrames) frames, found \(frames)")
    }
    guard frames >= 1 else { throw ValidationError("at least one frame is needed, found \(frames)") }
    guard output != nil || json else {
      throw ValidationError("say where the pictures go with -o DIR, or ask for a list with --json")
    }
  }

  func run() async throws {
    try await runCommand {
      let processing = crops ? try model.open().configuration.imageProcessing : nil
      let opened = try Clip.open(clip, limits: .watched(clip))
      let info = opened.info
      let indices = info.timeline.indices(frames, by: sampling, nominalRate: info.nominalRate)
      let errors = StandardError()
      if indices.count < frames {
        errors.warning(
          "the clip has \(indices.count) \(indices.count == 1 ? "frame" : "frames"), fewer than the \(frames) asked for"
        )
      }
      let sink = try FrameSink(
        output: output, layout: layout, processing: processing, fit: model.fit, count: indices.count)
      var cursor = try opened.frames(at: indices, threads: Processor.threads)
      let progress = ProgressLine(errors, isOn: true)
      defer { progress.clear() }
      while let frame = try cursor.next() {
        try Task.checkCancellation()
        try sink.take(frame)
        progress.show("read", done: sink.frames.count, of: indices.count)
      }
      progress.clear()
      try sink.finish()
      for note in opened.info.notes { errors.warning("\(info.name.escapedForTerminal) \(note.message)") }
      if json { try StandardOutput.json(sink.frames, pretty: true) }
    }
  }
}
