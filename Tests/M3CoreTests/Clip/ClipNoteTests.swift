import M3Core
import Testing

@Suite struct ClipNoteTests {
  @Test(arguments: [
    (ClipNote.nominalTimes, "has no clock of its own; times are counted at its nominal frame rate"),
    (
      .endsEarly(shown: 59, promised: 100, seconds: 2.36, promisedSeconds: 4),
      "ends early: 59 of 100 frames, 2.4 of 4.0 s"
    ),
    (.interlaced, "is interlaced; frames are taken as coded"),
    (.highDynamicRange, "has high dynamic range; it is converted without tone mapping"),
    (.oddRotation(degrees: -12.34), "asks to be turned by -12.3 degrees, which is ignored"),
    (.damaged(frames: 1), "1 frame is damaged"),
    (.damaged(frames: 3), "3 frames are damaged"),
  ])
  func sentences(note: ClipNote, message: String) {
    #expect(note.message == message)
  }
}
