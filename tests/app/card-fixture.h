/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of a call in a window of its own, and what it said last. */

#pragma once

#include "app-fixture.h"

#include "wb-call-card.h"
#include "wb-call-store.h"

G_BEGIN_DECLS

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  WbCallCard *card;
  WbActivity *handled; /* (owned) (nullable) */
  char *words;        /* (owned) (nullable) that came with it */
  char *refused;      /* (owned) (nullable) */
} CardFixture;

/* @data: (nullable) const AppFixtureOptions. */
void        card_fixture_set_up     (CardFixture   *self,
                                     gconstpointer  data);
void        card_fixture_tear_down  (CardFixture   *self,
                                     gconstpointer  data);

/* The first open call of the queue under that filter. */
WbActivity *card_get_call           (CardFixture   *self,
                                     WbCallFilter   filter);
/* A copy of it as if the server had said so: another number, another holder. */
WbActivity *card_get_call_with      (CardFixture   *self,
                                     const char    *phone,
                                     const char    *assignee);
/* As it is stored now, and on the card. */
WbActivity *card_reread             (CardFixture   *self,
                                     const char    *id);
void        card_press              (CardFixture   *self,
                                     guint          keyval);
void        card_type               (CardFixture   *self,
                                     const char    *text);
char       *card_dup_typed          (CardFixture   *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether these words are to be seen on the card. */
gboolean    card_says               (CardFixture   *self,
                                     const char    *words);
/* A button to be seen on the card that does this. */
GtkWidget  *card_find_button        (CardFixture   *self,
                                     const char    *action);
/* What the clipboard holds. */
char       *card_dup_clipboard      (CardFixture   *self) G_GNUC_WARN_UNUSED_RESULT;

/* The server answers late: by then the call worked on here is a colleague's, or closed by one. */
void        card_lose               (AppFixture       *app,
                                     const WbActivity *call,
                                     gboolean          is_closed);

G_END_DECLS
