import Foundation
import M3Core
import M3Video

/// Where `m3-video frames` puts its pictures: a folder of frames, of crops, or one collage.
final class FrameSink {
  /// One row of the list.
  struct Row: Encodable {
    let index: Int
    let time: Double
    let width: Int
    let height: Int
    let damaged: Bool
    let files: [String]?
  }

  private(set) var frames: [Row] = []
  private var kept: [Picture] = []
  private let output: String?
  private let layout: Layout
  private let processing: ImageProcessing?
  private let digits: Int

  /// Makes the output folder if pictures will go into one.
  init(output: String?, layout: Layout, processing: ImageProcessing?, fit: CropFit?, count: Int) throws {
    self.output = output
    self.layout = layout
    var processing = processing
    if let fit { processing?.fit = fit }
    self.processing = processing
    digits = max(4, String(count).count)
    if let output, layout == .stream || processing != nil { try OutputFolder.make(output) }
  }

  /// Writes the frame, or keeps it for the collage.
  func take(_ frame: Frame) throws {
    var files: [String]?
    if let output, layout == .stream { files = try write(frame, to: output) }
    if layout == .grid { kept.append(frame.picture) }
    frames.append(
      Row(
        index: frame.index, time: frame.time, width: frame.picture.width, height: frame.picture.height,
        damaged: frame.isDamaged, files: files))
  }

  /// Writes the collage, or its crops, once all frames are there.
  func finish() throws {
    guard layout == .grid, let output, !kept.isEmpty else { return }
    let collage = Collage.compose(kept)
    guard let processing else { return try PictureFile.write(collage, to: output) }
    for (position, crop) in Preprocessor(processing).crops(of: collage).pictures.enumerated() {
      try PictureFile.write(crop, to: "\(output)/\(position == 0 ? "base" : "tile-\(position)").png")
    }
  }

  private func write(_ frame: Frame, to folder: String) throws -> [String] {
    let name = "\(padded(frames.count + 1, to: digits))-\(seconds(frame.time))s"
    let picture = processing.map { Preprocessor($0).crop(of: frame.picture) } ?? frame.picture
    let file = "\(folder)/\(name).png"
    try PictureFile.write(picture, to: file)
    return [file]
  }

  private func seconds(_ time: Double) -> String {
    let milliseconds = Int((time * 1000).rounded())
    return "\(padded(milliseconds / 1000, to: 4)).\(padded(milliseconds % 1000, to: 3))"
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
