// consumer MODEL UTTERANCE: prints the scores of one utterance, given as JSON.
#include <predict/predictor.h>
#include <tensor/device.h>

#include <iostream>

int main(int count, char** words) {
  if (count != 3) return 2;
  mmim::prepare_machine(2);
  try {
    const mmim::Predictor predictor(words[1], torch::kCPU);
    const std::vector<mmim::Request> requests{mmim::parse_request(words[2], predictor.card(), "the utterance")};
    std::cout << predictor.answer(requests).at(0).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
