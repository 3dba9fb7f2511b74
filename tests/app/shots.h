/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of winback-shots share. */

#pragma once

#include "app-fixture.h"

G_BEGIN_DECLS

#define FRAMES_TO_SETTLE 12

typedef struct
{
  const char *suffix;
  int width;
  int height;
  gboolean dark;
} Look;

GtkWidget *shots_open_window  (AdwApplication *application,
                               const Look     *look);
void       shots_take_picture (GtkWidget      *window,
                               const char     *dir,
                               const char     *name,
                               const char     *suffix);
void       shots_calls        (AdwApplication *application,
                               const char     *dir,
                               const Look     *looks,
                               guint           n_looks);
void       shots_offers       (AdwApplication *application,
                               const char     *dir,
                               const Look     *look);
void       shots_connections  (AdwApplication *application,
                               const char     *dir,
                               const Look     *look);
void       shots_coupons      (AdwApplication *application,
                               AppFixture     *fixture,
                               AppFixture     *plain,
                               const char     *dir,
                               const Look     *look);
void       shots_coupon_form  (AdwApplication *application,
                               const char     *dir,
                               const Look     *looks,
                               guint           n_looks);
void       shots_card         (const char     *dir);
void       shots_banners      (AdwApplication *application,
                               const char     *dir,
                               const Look     *look);
void       shots_results      (AdwApplication *application,
                               const char     *dir,
                               const Look     *look);
void       shots_charts       (const char     *dir,
                               const Look     *look);

G_END_DECLS
