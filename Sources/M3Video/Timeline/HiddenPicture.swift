import CFFmpeg

/// Tells packets whose picture is never shown, only predicted from (VP8's and VP9's alternate references).
enum HiddenPicture {
  static func isHidden(_ packet: borrowing PacketHandle, codec: String) -> Bool {
    guard codec == "vp8" || codec == "vp9" else { return false }
    let size = unsafe Int(packet.pointer.pointee.size)
    guard size >= 1, let data = unsafe packet.pointer.pointee.data else { return false }
    let bytes = unsafe UnsafeBufferPointer(start: data, count: size)
    // RFC 6386, section 9.1: bit 4 of the frame tag is show_frame.
    if codec == "vp8" { return unsafe bytes[0] & 0x10 == 0 }
    // VP9, annex B: a superframe ends with a marker 110xxxxx and always shows one of its pictures.
    if unsafe bytes[size - 1] & 0xE0 == 0xC0 { return false }
    // Section 6.2: frame marker (2 bits, "10"), profile (2 bits, one more if 3), show existing, frame type, show frame.
    let head = unsafe bytes[0]
    guard head >> 6 == 0b10 else { return false }
    let shift = (head >> 4) & 0b11 == 0b11 ? 1 : 0
    let showExisting = head >> (3 - shift) & 1
    let showFrame = head >> (1 - shift) & 1
    return showExisting == 0 && showFrame == 0
  }
}
