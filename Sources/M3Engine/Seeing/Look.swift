import M3Core
import M3Model
import M3Video

/// What is looked at, and how: the facts that the stages of seeing share.
struct Look {
  let clip: Clip
  let plan: FramePlan
  let sight: Sight
  let preprocessor: Preprocessor
  let model: MatryoshkaModel
  let report: (AnswerEvent) -> Void

  /// The key under which something of the clip is remembered.
  func key(_ subject: FeatureMemory.Key.Subject) -> FeatureMemory.Key {
    FeatureMemory.Key(sight: sight, subject: subject)
  }
}

/// What features depend on beside the frames: the clip's state, and how a frame becomes tokens.
struct Sight: Hashable {
  let clip: ClipIdentity
  let fit: CropFit
  /// A selection of selected tokens is what it should be, one of averages is not.
  let reduction: Reduction
}

/// What the model sees of a clip, ready for the prompt.
struct Seen {
  let sight: Sight
  /// In the order of the prompt.
  var tokens: [VisualTokens] = []
  /// The plan's slots that could be filled.
  var slots: [FramePlan.Slot] = []
  /// Slots whose frame the decoder reported as damaged.
  var damaged = 0
  /// Slots whose frame could not be decoded at all.
  var lost = 0
}

/// One distinct frame of a plan, and every slot that wants it.
struct WantedFrame {
  let index: Int
  var slots: [FramePlan.Slot]

  var scales: [VisualScale] { slots.map(\.scale) }

  /// The coarsest scale that all wanted ones follow from.
  var keptScale: VisualScale {
    VisualScale.allCases.first { kept in scales.allSatisfy { kept.side % $0.side == 0 } } ?? .tokens576
  }
}

extension FramePlan {
  /// The plan's slots with repeats of a frame brought together; slots are in time order, so repeats are neighbours.
  var wantedFrames: [WantedFrame] {
    var frames: [WantedFrame] = []
    for slot in self.frames {
      if frames.last?.index == slot.index {
        frames[frames.count - 1].slots.append(slot)
      } else {
        frames.append(WantedFrame(index: slot.index, slots: [slot]))
      }
    }
    return frames
  }
}
