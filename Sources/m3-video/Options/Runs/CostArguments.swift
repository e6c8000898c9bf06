import ArgumentParser
import M3Core
import M3Planner

/// Reads the words that `cost` takes.
enum CostArguments {
  static func size(_ text: String) throws -> PixelSize {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...100_000).contains(width),
      (1...100_000).contains(height)
    else { throw ValidationError("'\(text.escapedForTerminal)' is not a size such as 640x360") }
    return PixelSize(width: width, height: height)
  }

  /// Whose times are wanted.
  enum Place: Equatable {
    case device(Device)
    /// This machine, as `m3-video bench` measured it.
    case here
  }

  static func place(_ text: String) throws -> Place {
    text.lowercased() == "this" ? .here : .device(try device(text))
  }

  private static func device(_ text: String) throws -> Device {
    guard let device = Device.all.first(where: { $0.name.lowercased() == text.lowercased() }) else {
      throw ValidationError(
        "there is no device '\(text.escapedForTerminal)'; there are \(Device.all.map(\.name).joined(separator: ", ")), this"
      )
    }
    return device
  }
}
