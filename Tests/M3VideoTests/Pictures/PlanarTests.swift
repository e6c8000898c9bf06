import CFFmpeg
import CM3Kernels
import Testing

/// Our conversion of planar YUV against swscale's, to the bit.
@Suite struct PlanarTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let width: Int
    let height: Int
    let bits: Int32
    let matrix: Int32
    let isFullRange: Bool
    /// Samples beyond `bits`, too.
    var isHostile = false

    var testDescription: String { "\(width) x \(height), \(bits) bits, matrix \(matrix), full \(isFullRange)" }
  }

  /// Planes of noise: a frame's bytes, and where rows begin.
  private struct Planes {
    var bytes: [[UInt8]] = []
    var strides: [Int32] = []

    init(_ example: Case) {
      var state: UInt32 = 0x2545_F491
      let bytesEach = example.bits > 8 ? 2 : 1
      for (width, height) in [
        (example.width, example.height), (example.width / 2, example.height / 2),
        (example.width / 2, example.height / 2),
      ] {
        let stride = (width * bytesEach + 63) / 64 * 64
        var plane = [UInt8](repeating: 0, count: stride * height)
        for i in plane.indices {
          state = state &* 1_664_525 &+ 1_013_904_223
          plane[i] = UInt8(truncatingIfNeeded: state >> 24)
          if bytesEach == 2, i % 2 == 1, !example.isHostile { plane[i] &= 3 }
        }
        bytes.append(plane)
        strides.append(Int32(stride))
      }
    }
  }

  private func ours(_ example: Case, _ planes: Planes) throws -> [UInt8] {
    let matrix = try #require(unsafe sws_getCoefficients(example.matrix))
    var picture = m3_planar_picture()
    (picture.width, picture.height, picture.bits) = (example.width, example.height, example.bits)
    picture.full_range = example.isFullRange
    picture.matrix = unsafe (matrix[0], matrix[1], matrix[2], matrix[3])
    picture.strides = (Int(planes.strides[0]), Int(planes.strides[1]), Int(planes.strides[2]))
    #expect(unsafe m3_planar_is_known(&picture))
    var rgb = [UInt8](repeating: 0, count: example.width * example.height * 3)
    unsafe planes.bytes[0].withUnsafeBytes { y in
      unsafe planes.bytes[1].withUnsafeBytes { u in
        unsafe planes.bytes[2].withUnsafeBytes { v in
          unsafe picture.planes = (y.baseAddress, u.baseAddress, v.baseAddress)
          var workspace = unsafe [UInt64](repeating: 0, count: (m3_planar_workspace(&picture) + 7) / 8)
          unsafe m3_planar_to_rgb(&rgb, example.width * 3, &picture, &workspace)
        }
      }
    }
    return rgb
  }

  private func swscale(_ example: Case, _ planes: Planes) throws -> [UInt8] {
    let (width, height) = (Int32(example.width), Int32(example.height))
    let context = try #require(
      unsafe sws_getContext(
        width, height, example.bits == 8 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV420P10LE, width, height,
        AV_PIX_FMT_RGB24, SWS_BICUBIC | SWS_ACCURATE_RND, nil, nil, nil))
    defer { unsafe sws_freeContext(context) }
    let table = unsafe sws_getCoefficients(example.matrix)
    unsafe sws_setColorspaceDetails(context, table, example.isFullRange ? 1 : 0, table, 1, 0, 1 << 16, 1 << 16)
    let stride = (example.width * 3 + 127) / 64 * 64
    var padded = [UInt8](repeating: 0, count: stride * example.height + 128)
    unsafe planes.bytes[0].withUnsafeBufferPointer { y in
      unsafe planes.bytes[1].withUnsafeBufferPointer { u in
        unsafe planes.bytes[2].withUnsafeBufferPointer { v in
          unsafe padded.withUnsafeMutableBufferPointer { to in
            var target = unsafe [to.baseAddress, nil, nil, nil]
            unsafe sws_scale(
              context, [y.baseAddress, u.baseAddress, v.baseAddress, nil], planes.strides + [0], 0, height, &target,
              [Int32(stride), 0, 0, 0])
          }
        }
      }
    }
    return (0..<example.height).flatMap { padded[$0 * stride..<$0 * stride + example.width * 3] }
  }

  private static let cases: [Case] = [(2, 16), (4, 18), (66, 50), (130, 36)].flatMap { size in
    [Int32(8), 10].flatMap { bits in
      [SWS_CS_ITU601, SWS_CS_ITU709, SWS_CS_FCC, SWS_CS_SMPTE240M, SWS_CS_BT2020].flatMap { matrix in
        [false, true].map { Case(width: size.0, height: size.1, bits: bits, matrix: matrix, isFullRange: $0) }
      }
    }
  }

  @Test(arguments: cases) func equalsSwscale(example: Case) throws {
    let planes = Planes(example)
    #expect(try ours(example, planes) == swscale(example, planes))
  }

  /// Samples that no decoder should give are taken as white, and overflow nothing.
  @Test func samplesBeyondTheirBits() throws {
    let example = Case(
      width: 66, height: 50, bits: 10, matrix: SWS_CS_ITU709, isFullRange: false, isHostile: true)
    var planes = Planes(example)
    planes.bytes[0] = planes.bytes[0].map { _ in 0xFF }
    planes.bytes[1] = planes.bytes[1].indices.map { $0 % 2 == 0 ? 0 : 2 }
    planes.bytes[2] = planes.bytes[1]
    #expect(try ours(example, planes).allSatisfy { $0 == 255 })
    let noise = Planes(example)
    #expect(try ours(example, noise).count == 66 * 50 * 3)
  }

  @Test(arguments: [(3, 16, 8), (4, 17, 8), (4, 14, 8), (0, 16, 8), (4, 16, 12)])
  func otherFormsAreLeftToSwscale(width: Int, height: Int, bits: Int) {
    var picture = m3_planar_picture()
    (picture.width, picture.height, picture.bits) = (width, height, Int32(bits))
    #expect(unsafe !m3_planar_is_known(&picture))
  }
}
