import ArgumentParser
import M3Core
import M3Model
import M3Text

/// The flags that say how the answer to a multiple-choice question comes about.
struct ChoiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "letter: read from the answer. likelihood: the option whose words are likeliest (default: the checkpoint's own way, else letter).",
      valueName: "way"))
  var score: OptionScoring?

  @Option(help: ArgumentHelp("How the letter is read from the answer; igvlm reads it as published.", valueName: "name"))
  var parser: ChoiceParser?

  /// The way that the flags ask for, if they do: who says how letters are read wants letters.
  var asked: OptionScoring? { score ?? (parser == nil ? nil : .letter) }

  /// The way that is asked for, or else the checkpoint's.
  func scoring(for checkpoint: Checkpoint) -> OptionScoring {
    asked ?? checkpoint.configuration.optionScoring ?? .letter
  }
}
