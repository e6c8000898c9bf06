import Foundation
import M3Core
import Testing

@testable import M3World

/// A scene's clip after the way through a file: written, decoded and resized by the ffmpeg tool.
struct DecodedClip {
  let scene: Scene
  let frames: [Picture]

  init(_ scene: Scene, side: Int = 96) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("m3world-\(UUID().uuidString).mp4")
    defer { try? FileManager.default.removeItem(at: file) }
    try WorldWriter().writeClip(scene, to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "ffmpeg", "-loglevel", "error", "-nostdin", "-i", file.path, "-vf", "scale=\(side):\(side):flags=bicubic",
      "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the ffmpeg tool decodes what was written")
    let size = side * side * 3
    try #require(data.count == scene.frameCount * size, "every frame comes back")
    self.scene = scene
    frames = (0..<scene.frameCount).map {
      Picture(width: side, height: side, pixels: Array(data[$0 * size..<($0 + 1) * size]))
    }
  }
}
