import M3Core
import Testing

@Suite struct PictureTests {
  @Test func colorsAreFoundByColumnAndRow() {
    let picture = Picture(width: 3, height: 2, pixels: (0..<18).map { UInt8($0) })
    #expect(picture.size == PixelSize(width: 3, height: 2))
    #expect(picture[0, 0] == RGB(red: 0, green: 1, blue: 2))
    #expect(picture[2, 0] == RGB(red: 6, green: 7, blue: 8))
    #expect(picture[0, 1] == RGB(red: 9, green: 10, blue: 11))
    #expect(picture[2, 1] == RGB(red: 15, green: 16, blue: 17))
  }

  @Test func fillIsEverywhere() {
    let picture = Picture(width: 2, height: 2, fill: RGB(red: 1, green: 2, blue: 3))
    #expect(picture.pixels == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
  }

  @Test func aWrongByteCountIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) { _ = Picture(width: 2, height: 2, pixels: [0]) }
    await #expect(processExitsWith: .failure) { _ = Picture(width: 0, height: 2, pixels: []) }
  }

  @Test func padColorIsTheMeanCutToLevels() {
    let clip = ImageProcessing(
      cropSide: 336, fit: .pad, anyres: nil, mean: ImageProcessing.clipMean,
      standardDeviation: ImageProcessing.clipStandardDeviation)
    #expect(clip.padColor == RGB(red: 122, green: 116, blue: 104))
    let odd = ImageProcessing(cropSide: 1, fit: .pad, anyres: nil, mean: [-1, 0.5, 7], standardDeviation: [1, 1, 1])
    #expect(odd.padColor == RGB(red: 0, green: 127, blue: 255))
  }
}
