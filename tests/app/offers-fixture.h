/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page in a window, for tests that work it through its widgets. */

#pragma once

#include "app-fixture.h"

#include "wb-offers-page.h"
#include "wb-outbox.h"

G_BEGIN_DECLS

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  char *type_id;  /* (owned) of the first type, which is configured */
} OffersFixture;

typedef void (* OffersTest) (OffersFixture *fixture, gconstpointer data);

void           offers_init           (void);
int            offers_run            (void);
void           offers_test_add       (const char              *path,
                                      const AppFixtureOptions *options,
                                      OffersTest               test);

/* @width: of the window, in px. */
void           offers_open           (OffersFixture *fixture,
                                      int            width);
void           offers_close          (OffersFixture *fixture);

/* A key with Ctrl. */
gboolean       offers_press          (OffersFixture *fixture,
                                      guint          keyval);
WbOfferEditor *offers_get_editor     (OffersFixture *fixture);
WbDb          *offers_get_reader     (OffersFixture *fixture);
/* Of all widgets of that type that are shown below @root, in their order. */
GtkWidget     *offers_find_nth       (GtkWidget     *root,
                                      GType          type,
                                      guint          index);
guint          offers_count          (GtkWidget     *root,
                                      GType          type);
/* Fields in the order of the coupon's card: amount and minimum of each currency. */
GtkEditable   *offers_find_amount    (OffersFixture *fixture,
                                      guint          index);
GtkSpinButton *offers_find_days      (OffersFixture *fixture);

/* For app_wait_until(). */
gboolean       offers_has_draft      (gpointer       data);
gboolean       offers_has_row        (gpointer       data);
gboolean       offers_has_no_row     (gpointer       data);
/* What the one save on its way says. */
WbOfferSet    *offers_dup_sent       (OffersFixture *fixture);
/* Stores what a server that refused or met another change leaves behind; mine and theirs differ in
 * the days of validity and in the call request's Czech text. */
void           offers_add_row        (OffersFixture *fixture,
                                      WbOutboxState  state);

G_END_DECLS
