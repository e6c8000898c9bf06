import CFFmpeg
import M3Core
import Testing

@testable import M3Video

/// Our conversion of planar YUV against swscale's, to the bit, on noise.
@Suite struct PlanarTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let width: Int
    let height: Int
    var format = AV_PIX_FMT_YUV420P
    var space = AVCOL_SPC_BT709
    var isFullRange = false

    var size: PixelSize { PixelSize(width: width, height: height) }
    var testDescription: String {
      "\(width) x \(height), format \(format.rawValue), matrix \(space.rawValue), full \(isFullRange)"
    }
  }

  /// A decoded picture whose bytes are noise, `mask` of each.
  private func noise(_ example: Case, _ mask: (_ plane: Int, _ index: Int) -> UInt8) throws -> DecodedHandle {
    let decoded = try DecodedHandle(name: "noise")
    unsafe decoded.pointer.pointee.width = Int32(example.width)
    unsafe decoded.pointer.pointee.height = Int32(example.height)
    unsafe decoded.pointer.pointee.format = example.format.rawValue
    unsafe decoded.pointer.pointee.colorspace = example.space
    unsafe decoded.pointer.pointee.color_range = example.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    try #require(unsafe av_frame_get_buffer(decoded.pointer, 0) == 0)
    let (data, strides) = unsafe (decoded.pointer.pointee.data, decoded.pointer.pointee.linesize)
    var state: UInt32 = 0x2545_F491
    let (planes, rows) = unsafe ([data.0, data.1, data.2], [strides.0, strides.1, strides.2].map(Int.init))
    for plane in 0..<3 {
      guard let bytes = unsafe planes[plane] else { throw CancellationError() }
      for i in 0..<rows[plane] * (plane == 0 ? example.height : example.height / 2) {
        state = state &* 1_664_525 &+ 1_013_904_223
        unsafe bytes[i] = UInt8(truncatingIfNeeded: state >> 24) & mask(plane, i)
      }
    }
    return decoded
  }

  /// The upper byte of a sample of 10 bits holds 2 of them.
  private func ofItsBits(_ example: Case) -> (_ plane: Int, _ index: Int) -> UInt8 {
    { _, index in example.format == AV_PIX_FMT_YUV420P10LE && index % 2 == 1 ? 3 : 255 }
  }

  private func ours(_ example: Case, _ decoded: borrowing DecodedHandle) throws -> [UInt8] {
    var converter = try #require(
      PlanarConverter(format: example.format.rawValue, size: example.size, color: ColorRule(decoded)))
    var rgb = [UInt8](repeating: 0, count: example.width * example.height * 3)
    let isDone = unsafe converter.convert(decoded, to: &rgb, stride: example.width * 3)
    #expect(isDone)
    return rgb
  }

  private func swscale(_ example: Case, _ decoded: borrowing DecodedHandle) throws -> [UInt8] {
    guard
      let scaler = ScalerHandle(
        format: example.format.rawValue, from: example.size, to: example.size, color: ColorRule(decoded), channels: 3),
      let rows = PixelRows(example.size, channels: 3)
    else { throw CancellationError() }
    #expect(unsafe cffmpeg_scale(scaler.pointer, decoded.pointer, rows.pointer, Int32(rows.stride)) >= 0)
    return (0..<example.height).flatMap { y in
      (0..<example.width * 3).map { unsafe rows.pointer[y * rows.stride + $0] }
    }
  }

  private static let cases: [Case] = [(2, 16), (4, 18), (66, 50), (130, 36)].flatMap { width, height in
    [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P10LE].flatMap { format in
      [AVCOL_SPC_BT470BG, AVCOL_SPC_BT709, AVCOL_SPC_FCC, AVCOL_SPC_SMPTE240M, AVCOL_SPC_BT2020_NCL].flatMap { space in
        [false, true].map { Case(width: width, height: height, format: format, space: space, isFullRange: $0) }
      }
    }
  }

  @Test(arguments: cases) func equalsSwscale(example: Case) throws {
    let decoded = try noise(example, ofItsBits(example))
    let (found, expected) = (try ours(example, decoded), try swscale(example, decoded))
    #expect(found == expected)
  }

  /// Luma above 1023, which no decoder should give, is white.
  @Test func samplesBeyondTheirBits() throws {
    let example = Case(width: 66, height: 50, format: AV_PIX_FMT_YUV420P10LE)
    let decoded = try noise(example) { plane, index in plane == 0 || index % 2 == 0 ? 255 : 3 }
    let found = try ours(example, decoded)
    let (luma, stride) = unsafe (decoded.pointer.pointee.data.0, Int(decoded.pointer.pointee.linesize.0))
    guard let bytes = unsafe luma else { throw CancellationError() }
    for i in Swift.stride(from: 1, to: stride * example.height, by: 2) {
      guard unsafe bytes[i] > 3 else { continue }
      unsafe bytes[i] = 3
      unsafe bytes[i - 1] = 255
    }
    #expect(try found == ours(example, decoded))
  }

  @Test(arguments: [
    Case(width: 3, height: 16), Case(width: 4, height: 17), Case(width: 4, height: 14), Case(width: 0, height: 16),
    Case(width: 4, height: 16, format: AV_PIX_FMT_YUV422P), Case(width: 4, height: 16, format: AV_PIX_FMT_YUV420P12LE),
  ]) func otherFormsAreLeftToSwscale(example: Case) throws {
    let color = ColorRule(try DecodedHandle(name: "nothing"))
    #expect(PlanarConverter(format: example.format.rawValue, size: example.size, color: color) == nil)
  }

  @Test func aPictureWithoutItsPlanesIsRefused() throws {
    let example = Case(width: 66, height: 50)
    let decoded = try DecodedHandle(name: "nothing")
    var converter = try #require(
      PlanarConverter(format: example.format.rawValue, size: example.size, color: ColorRule(decoded)))
    var rgb = [UInt8](repeating: 7, count: example.width * example.height * 3)
    #expect(unsafe !converter.convert(decoded, to: &rgb, stride: example.width * 3))
    #expect(rgb.allSatisfy { $0 == 7 })
  }
}
