/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page and the windows above it, for their tests: opening, finding and reading them, and
 * putting into the workspace what a server would have sent. */

#pragma once

#include "app-fixture.h"

#include "wb-offer-set.h"
#include "wb-outbox.h"

G_BEGIN_DECLS

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;          /* Offers */
} DialogFixture;

typedef struct
{
  AppFixtureOptions app;
  gboolean inactive;            /* remarketing */
  gboolean without_versions;    /* the server does not keep them */
} DialogOptions;

void        dialog_fixture_set_up     (DialogFixture *self, gconstpointer data);
void        dialog_fixture_tear_down  (DialogFixture *self, gconstpointer data);

/* The one open window of that type above the main one; NULL = none. */
GtkWidget  *dialog_find_window        (GType          type);
GtkWidget  *dialog_open               (DialogFixture *self, const char *action, GType type);
/* All visible words below @root, a line each. */
char       *dialog_read               (GtkWidget     *root);
gboolean    dialog_says               (GtkWidget     *root, const char *words);
/* The button with that label, mnemonic included; fails without one. */
void        dialog_click              (GtkWidget     *root, const char *label);
GtkWidget  *dialog_find_nth           (GtkWidget     *root, GType type, guint index);

/* Both until the account changes. */
const char *dialog_get_type_id        (DialogFixture *self, guint index);
/* The type that nobody set up. */
const char *dialog_find_unconfigured  (DialogFixture *self);
void        dialog_put_offers         (DialogFixture *self, const WbOfferSet *set);
void        dialog_put_versions       (DialogFixture *self, const char *type_id, GPtrArray *versions);
/* Versions 1 … @n of @type_id, newest first, each with other days of validity; the newest is what
 * the server has. */
GPtrArray  *dialog_make_versions      (DialogFixture *self, const char *type_id, guint n);
/* The last row of the outbox for that object; NULL = none. */
WbOutboxRow *dialog_get_row           (DialogFixture *self, const char *kind, const char *id);
/* What a server that refused it, or had another change, leaves behind. */
void        dialog_leave              (DialogFixture *self, WbOutboxRow *row, WbOutboxState state, const char *words);

G_END_DECLS
