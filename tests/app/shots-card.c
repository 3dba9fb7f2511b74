/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of a call in each of its states, alone in a window as high as all of it. */

#include "config.h"

#include "card-fixture.h"
#include "shots.h"

#include "wb-local-settings-store.h"
#include "wb-snooze-popover.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

#define PRAGUE "+420601123456"

typedef struct
{
  const char *name;
  gboolean as_manager;
  const char *phone;        /* NULL = none */
  gboolean is_mine;
  gboolean is_held;         /* by somebody else */
  int n_attempts;
  gboolean is_closed;
  gboolean counts_hours;
  enum
  {
    NOTHING,
    TAKE,                   /* and the server did not hear of it yet */
    LOSE,                   /* a colleague closed it while this one worked on it */
  } deed;
  const char *note;         /* (nullable) typed */
  const char *action;       /* (nullable) activated at the end */
  GType (*popover)(void);   /* (nullable) what that opens, photographed instead */
} State;

static const State states[] = {
  { .name = "card-free", .phone = PRAGUE },
  { .name = "card-mine", .phone = PRAGUE, .is_mine = TRUE, .n_attempts = 2, .counts_hours = TRUE,
    .note = "Wants the blue one.\nCall back after the weekend.", .action = "card.copy-number" },
  { .name = "card-not-now", .phone = "+64211234567", .is_mine = TRUE },
  { .name = "card-zones", .phone = "+12125550123", .is_mine = TRUE },
  { .name = "card-unknown", .phone = "601 123", .is_mine = TRUE, .n_attempts = 3 },
  { .name = "card-no-number", .n_attempts = 1 },
  { .name = "card-held", .phone = PRAGUE, .is_held = TRUE, .n_attempts = 1 },
  { .name = "card-held-note", .phone = PRAGUE, .is_held = TRUE, .note = "Wants the blue one." },
  { .name = "card-manager", .as_manager = TRUE, .phone = PRAGUE, .is_held = TRUE, .n_attempts = 1 },
  { .name = "card-assign", .as_manager = TRUE, .phone = PRAGUE, .is_held = TRUE,
    .action = "card.assign-menu", .popover = gtk_popover_menu_get_type },
  { .name = "card-snooze", .phone = PRAGUE, .is_mine = TRUE, .action = "card.snooze",
    .popover = wb_snooze_popover_get_type },
  { .name = "card-closed", .as_manager = TRUE, .phone = PRAGUE, .is_mine = TRUE, .n_attempts = 1,
    .is_closed = TRUE },
  { .name = "card-unconfirmed", .phone = PRAGUE, .deed = TAKE },
  { .name = "card-story", .phone = PRAGUE, .deed = LOSE },
};

static WbActivity *
find_call (AppFixture *fixture)
{
  WbDb *reader = wb_context_get_reader (fixture->context);
  WbCallQuery query = {
    .filter = WB_CALL_FILTER_FREE,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, &error);
  WbActivity *call = NULL;

  g_assert_no_error (error);
  call = wb_call_store_get_row (reader, g_array_index (refs, WbCallRef, 2).rowid, &error);
  g_assert_no_error (error);

  return call;
}

static void
set_text (char       **field,
          const char  *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static WbActivity *
make_call (AppFixture  *fixture,
           const State *state)
{
  g_autoptr (WbActivity) stored = find_call (fixture);
  WbActivity *call = wb_activity_copy (stored);
  const char *me = state->as_manager ? fixture->manager_id : fixture->agent_id;
  const char *other = state->as_manager ? fixture->agent_id : fixture->manager_id;

  set_text (&call->customer_phone, state->phone);
  if (state->is_mine || state->is_held)
    set_text (&call->assignee, state->is_mine ? me : other);
  if (state->is_mine)
    call->lease_until = APP_NOW + WB_HOUR_MS / 4;
  g_ptr_array_set_size (call->attempts, 0);
  for (int i = 0; i < state->n_attempts; i++) {
    WbAttempt *attempt = wb_attempt_new ();

    attempt->at = APP_NOW - (state->n_attempts - i) * 20 * WB_HOUR_MS;
    attempt->user = g_strdup (me);
    attempt->outcome = g_strdup (i % 2 ? "busy" : "no_answer");
    g_ptr_array_add (call->attempts, attempt);
  }
  if (state->is_closed) {
    set_text (&call->status, "closed");
    set_text (&call->outcome, "exchange_agreed");
    set_text (&call->note, "The blue one instead.");
    set_text (&call->closed_by, me);
    call->closed_at = call->called_at = APP_NOW - WB_HOUR_MS;
  }

  return call;
}

static void
count_hours (AppFixture *fixture,
             gboolean    count)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  settings->count_opening_hours = count;
  db = wb_workspace_begin (fixture->workspace, &error);
  g_assert_no_error (error);
  wb_local_settings_store_put (db, settings, &error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What is stored of it, for what hangs on stored rows. */
static WbActivity *
do_deed (AppFixture  *fixture,
         const State *state)
{
  g_autoptr (WbActivity) call = find_call (fixture);
  g_autoptr (GError) error = NULL;
  WbActivity *after = NULL;

  if (state->deed == TAKE)
    wb_action_take (fixture->workspace, call->id, 900, &error);
  else
    wb_action_complete (fixture->workspace, call->id, WB_OUTCOME_EXCHANGE_AGREED,
                        "Wants the blue one.", APP_NOW - WB_HOUR_MS / 2, &error);
  g_assert_no_error (error);
  if (state->deed == LOSE)
    card_lose (fixture, call, TRUE);
  after = wb_call_store_get (wb_context_get_reader (fixture->context), call->id, &error);
  g_assert_no_error (error);

  return after;
}

static void
shoot_state (AppFixture  *fixture,
             const State *state,
             const char  *dir,
             const Look  *look)
{
  g_autoptr (WbActivity) call =
    state->deed == NOTHING ? make_call (fixture, state) : do_deed (fixture, state);
  GtkWidget *window = adw_window_new ();
  WbCallCard *card = wb_call_card_new (fixture->context);
  GtkWidget *view = app_find (GTK_WIDGET (card), GTK_TYPE_TEXT_VIEW);
  GtkWidget *popover = NULL;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  count_hours (fixture, state->counts_hours);
  gtk_window_set_default_size (GTK_WINDOW (window), look->width, look->height);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (card));
  wb_call_card_set_compact (card, look->width < 500);
  wb_call_card_set_call (card, call);
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            state->note ? state->note : "", -1);
  if (state->action)
    gtk_widget_activate_action (GTK_WIDGET (card), state->action, NULL);
  app_wait_frames (window, FRAMES_TO_SETTLE);
  popover = state->popover ? app_find (GTK_WIDGET (card), state->popover ()) : NULL;
  shots_take_picture (popover ? popover : window, dir, state->name, look->suffix);
  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  gtk_window_destroy (GTK_WINDOW (window));
  app_wait_written (fixture);
}

/* Photographs each state of the card. */
void
shots_card (const char *dir)
{
  static const Look looks[] = {
    { "", 600, 1000, FALSE },
    { "-dark", 600, 1000, TRUE },
    { "-narrow", 360, 1000, FALSE },
  };
  static const AppFixtureOptions options[] = {
    { 120, 30, FALSE, FALSE, TRUE },
    { 120, 30, TRUE, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    AppFixture fixture = { 0 };

    app_fixture_set_up (&fixture, &options[i]);
    for (guint j = 0; j < G_N_ELEMENTS (states); j++) {
      for (guint k = 0; k < G_N_ELEMENTS (looks); k++) {
        if (states[j].as_manager == options[i].as_manager)
          shoot_state (&fixture, &states[j], dir, &looks[k]);
      }
    }
    app_fixture_tear_down (&fixture, NULL);
  }
}
