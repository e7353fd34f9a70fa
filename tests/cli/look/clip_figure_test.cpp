#include "cli/look/clip_figure.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

std::vector<std::string> titles_of(const PlotFigure& figure) {
  std::vector<std::string> titles;
  for (const PlotPanel& panel : figure.panels) titles.push_back(panel.title);
  return titles;
}

ClipStreams spoken() {
  ClipStreams streams;
  streams.acoustic = {{"F0", "VUV", "MCEP_0"}, {.005, .015}, {100, 1, 3, 120, 0, 4}};
  streams.words = {{"good", .1, .5}};
  return streams;
}

TEST(ClipFigure, HasPitchWhereThereIsAVoiceAndWordsBeneath) {
  const PlotFigure figure = clip_figure(spoken(), "a.wav");
  EXPECT_EQ(titles_of(figure), (std::vector<std::string>{"Pitch", "Loudness"}));
  const PlotCurve& pitch = figure.panels[0].curves.at(0);
  EXPECT_EQ(pitch.y[0], 100);
  EXPECT_TRUE(std::isnan(pitch.y[1])) << "no voice there";
  EXPECT_EQ(figure.panels[1].curves.at(0).y, (std::vector<double>{3, 4}));
  EXPECT_TRUE(figure.panels[0].ticks.empty());
  ASSERT_EQ(figure.panels[1].ticks.size(), 1) << "beneath the last panel";
  EXPECT_EQ(figure.panels[1].ticks[0].second, "good");
  EXPECT_NEAR(figure.panels[1].ticks[0].first, .3, 1e-12);
  EXPECT_EQ(figure.panels[0].marks.size(), 1) << "where a word begins";
}

TEST(ClipFigure, HasAPanelOfWhatWasMeasuredAlone) {
  ClipStreams streams;
  streams.visual = {{"valid", "geo_mouth_opening"}, {0, 1}, {1, .2, 0, .9}};
  const PlotFigure figure = clip_figure(streams, "a.mp4");
  EXPECT_EQ(titles_of(figure), std::vector<std::string>{"Opening of the mouth"});
  EXPECT_EQ(figure.panels[0].curves.at(0).y[0], .2);
  EXPECT_TRUE(std::isnan(figure.panels[0].curves.at(0).y[1])) << "no face there";
  streams.visual = {{"valid", "bs_mouthSmileLeft", "bs_eyeBlinkLeft"}, {0}, {1, .5, .1}};
  const PlotPanel shapes = clip_figure(streams, "a.mp4").panels.at(0);
  ASSERT_EQ(shapes.curves.size(), 2);
  EXPECT_EQ(shapes.curves[1].name, "blink");
}

TEST(ClipFigure, OfNothingIsRefused) { EXPECT_THROW(clip_figure({}, "a.mp4"), DataError); }

TEST(ClipFigure, HasATitleOnOneLineInUtf8WhateverTheNameOfTheClip) {
  EXPECT_EQ(clip_figure(spoken(), "a\nb\xFF.wav").title, "a?b\xEF\xBF\xBD.wav");
}

}  // namespace
}  // namespace mmim
