import M3Core
import M3Planner
import TextTable

/// Costs as text for a terminal.
enum CostText {
  static func text(_ bill: PlanBill, model: String) -> String {
    let memory = bill.memory
    let times = TextTable<PlanBill.Time> { time in
      [
        Column(title: "device", value: time.device),
        Column(title: "vision ms", value: (time.visionSeconds * 1e3).tenths, align: .right),
        Column(title: "prefill ms", value: (time.prefillSeconds * 1e3).tenths, align: .right),
        Column(title: "together ms", value: ((time.visionSeconds + time.prefillSeconds) * 1e3).tenths, align: .right),
      ]
    }
    let here = bill.times.compactMap(\.held).map(text).joined()
    return """
      \(model): \(bill.frames) \(bill.frames == 1 ? "frame" : "frames") x \(bill.scale.tokens) tokens as a \
      \(bill.layout.rawValue): \(bill.visualTokens) visual and \(bill.textTokens) text tokens, \
      \(bill.crops) \(bill.crops == 1 ? "crop" : "crops")

      vision tower     \(bill.vision.flops.scaled)FLOP, \(gigabytes(bill.vision.bytes)) moved; the same at every scale
      prefill          \(bill.prefill.flops.scaled)FLOP, \(gigabytes(bill.prefill.bytes)) moved
      memory held      \(gigabytes(memory.total)): language model \(gigabytes(memory.languageWeights)), \
      vision \(gigabytes(memory.visionWeights)), keys and values \(gigabytes(memory.cache)), \
      activations \(gigabytes(memory.activations))

      \(times.string(for: bill.times) ?? "")

      Half precision; times on devices by name are rooflines: real programs are slower.
      \(here)
      """
  }

  /// How the model is held on this machine.
  private static func text(_ held: PlanBill.Held) -> String {
    """
    On this machine: \(held.precision) weights, \(held.keyValues) keys and values; \(gigabytes(held.bytes)) held in all.

    """
  }

  static var table9: String {
    let rows = PublishedEfficiency.table
    let table = TextTable<PublishedEfficiency> { row in
      [
        Column(title: "tokens", value: row.scale.tokens, align: .right),
        Column(title: "TFLOP", value: pair(row.flops), align: .right),
        Column(title: "prefill ms, A6000", value: pair(row.prefill), align: .right),
        Column(title: "ms, V100", value: row.onV100.tenths, align: .right),
        Column(title: "moved GB", value: pair(row.memory), align: .right),
        Column(title: "activations GB", value: pair(row.activations), align: .right),
      ]
    }
    let cells = rows.flatMap(\.cells)
    let equal = cells.count(where: \.isEqual)
    let cut = cells.count { !$0.isEqual && $0.isEqualCut }
    let cost = RooflineCost(shape: ModelPreset.llava15.shape)
    let crop = cost.vision(crops: 1)
    return """
      The M3 paper's table 9, LLaVA-1.5-7B with \(PublishedEfficiency.textTokens) tokens of text: paper / computed here

      \(table.string(for: rows) ?? "")

      \(equal) of \(cells.count) cells are equal when rounded, \(cut) more (marked ~) when cut off after one digit.
      The paper names a V100; its times are those of an A6000. "Total memory" there is all bytes moved, not what must be
      held at once: that is \(gigabytes(MemoryCost(shape: ModelPreset.llava15.shape, tokens: 606).total)) at 576 tokens and \
      \(gigabytes(MemoryCost(shape: ModelPreset.llava15.shape, tokens: 31).total)) at 1.

      What the table leaves out: the vision tower and projector, \(crop.flops.scaled)FLOP and \
      \((crop.seconds(on: .a6000) * 1e3).tenths) ms a crop on an A6000, the same at every scale: at
      one token as much as the whole prefill; the embedding; the decoding of the answer; and the time to read the clip.

      """
  }

  private static func pair(_ cell: PublishedEfficiency.Cell) -> String {
    "\(cell.published.tenths) / \(cell.computed.tenths)\(cell.isEqual ? " " : cell.isEqualCut ? "~" : "!")"
  }

  private static func gigabytes(_ bytes: Double) -> String {
    bytes < 1e8 ? "\((bytes / 1e6).tenths) MB" : "\((bytes / 1e9).tenths) GB"
  }
}
