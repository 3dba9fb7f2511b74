/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Calls page in a window of its own, and what it is expected to list and to say. */

#pragma once

#include "app-fixture.h"

#include "wb-call-card.h"
#include "wb-call-store.h"

G_BEGIN_DECLS

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  WbCallQuery query;  /* what the list is expected to show */
} CallsPageFixture;

/* @data: (nullable) const AppFixtureOptions. The program has made its application. */
void        calls_page_set_up        (CallsPageFixture *self,
                                      gconstpointer     data);
void        calls_page_tear_down     (CallsPageFixture *self,
                                      gconstpointer     data);
WbDb       *calls_page_get_reader    (CallsPageFixture *self);
WbCallCard *calls_page_get_card      (CallsPageFixture *self);
/* The call that is selected. The card shows it soon after: it does at once when this is asked. */
WbActivity *calls_page_get_call      (CallsPageFixture *self);
/* For app_wait_until(): whether there is a call on the card. */
gboolean    calls_page_has_call      (gpointer          card);
GListModel *calls_page_get_list      (CallsPageFixture *self);

gboolean    calls_page_press         (CallsPageFixture *self,
                                      guint             keyval,
                                      GdkModifierType   state);
/* Waits until the list is what the query gives. */
void        calls_page_expect_list   (CallsPageFixture *self);
/* What is to be seen and says these words; NULL = nothing. */
GtkWidget  *calls_page_find_words    (GtkWidget        *root,
                                      const char       *words);
void        calls_page_expect_words  (CallsPageFixture *self,
                                      const char       *words);

G_END_DECLS
