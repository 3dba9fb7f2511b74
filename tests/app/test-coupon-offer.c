/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a coupon, on every card that can: given, not known whether given, refused. */

#include "config.h"

#include "app-fixture.h"

#include "wb-call-card.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-offer-store.h"
#include "wb-ticket-card.h"
#include "wb-ticket-store.h"
#include "wb-wire-coupon.h"

#define CODE "VRAT8KQ2MX4TH7"
#define REFUSAL "{\"detail\":\"Above your limit.\",\"code\":\"above_limit\"}"

static const AppFixtureOptions with_server = { 120, 30, FALSE, FALSE, TRUE, TRUE };

typedef enum { ON_CALL, ON_TICKET } Place;

typedef struct
{
  AppFixture app;
  Place place;
  GtkWidget *window;
  GtkWidget *card;
  WbActivity *call;    /* (owned) */
  char *path;          /* (owned) where the coupon is asked for */
  const char *words;   /* (unowned) to wait for */
  char *refused;       /* (owned) (nullable) what the card of a call says of one not shown */
} Fixture;

static void
refused_cb (WbCallCard   *card,
            const GError *error,
            Fixture      *fixture)
{
  g_free (fixture->refused);
  fixture->refused = g_strdup (error->message);
}

/* A ticket for which a coupon is offered and none was made. */
static gboolean
is_fit (Fixture          *fixture,
        const WbActivity *call)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (reader, call->ticket, NULL);
  g_autoptr (WbOfferSet) offers = wb_offer_store_get (reader, call->ticket_type, NULL);
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (reader, call->ticket, NULL);

  return ticket && ticket->order_currency && offers && offers->coupon_enabled &&
         wb_offer_set_find_amount (offers, ticket->order_currency) && coupons->len == 0;
}

static WbActivity *
find_call (Fixture    *fixture,
           const char *but_not)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  WbCallQuery query = {
    .filter = WB_CALL_FILTER_FREE,
    .me = fixture->app.agent_id,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->app.context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++) {
    g_autoptr (WbActivity) call =
      wb_call_store_get_row (reader, g_array_index (refs, WbCallRef, i).rowid, &error);

    g_assert_no_error (error);
    if (is_fit (fixture, call) && g_strcmp0 (call->ticket, but_not) != 0)
      return g_steal_pointer (&call);
  }
  g_assert_not_reached ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->place = GPOINTER_TO_INT (data);
  app_fixture_set_up (&fixture->app, &with_server);
  fixture->call = find_call (fixture, NULL);
  fixture->path = g_strdup_printf ("/api/v2/tickets/%s/coupons", fixture->call->ticket);
  if (fixture->place == ON_CALL) {
    fixture->card = GTK_WIDGET (wb_call_card_new (fixture->app.context));
    g_signal_connect (fixture->card, "refused", G_CALLBACK (refused_cb), fixture);
    wb_call_card_set_call (WB_CALL_CARD (fixture->card), fixture->call);
  } else {
    fixture->card = wb_ticket_card_new (fixture->app.context);
    wb_ticket_card_set_ticket (WB_TICKET_CARD (fixture->card), fixture->call->ticket);
  }
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->card);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->card);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  g_assert_finalize_object (fixture->card);
  app_fixture_tear_down (&fixture->app, NULL);
  wb_activity_unref (fixture->call);
  g_free (fixture->path);
  g_free (fixture->refused);
}

static gboolean
has_words (GtkWidget  *label,
           const char *words,
           gboolean    on_button)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  return on_button ? g_str_equal (text, words) && gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON)
                   : strstr (text, words) != NULL;
}

/* A label below @root that is to be seen and has these words in it, or is all that a button says. */
static GtkWidget *
find_shown (GtkWidget  *root,
            const char *words,
            gboolean    on_button)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_LABEL (root) && has_words (root, words, on_button))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_shown (child, words, on_button);

  return found;
}

static GtkWidget *
find_words (Fixture    *fixture,
            const char *words)
{
  return find_shown (fixture->card, words, FALSE);
}

static GtkWidget *
find_button (Fixture    *fixture,
             const char *words)
{
  return find_shown (fixture->card, words, TRUE);
}

static gboolean
says_words (gpointer data)
{
  Fixture *fixture = data;

  return find_words (fixture, fixture->words) != NULL;
}

static void
wait_for_words (Fixture    *fixture,
                const char *words)
{
  fixture->words = words;
  app_wait_until (says_words, fixture);
}

static void
press (Fixture    *fixture,
       const char *words)
{
  GtkWidget *label = find_button (fixture, words);

  g_assert_nonnull (label);
  if (fixture->place == ON_CALL)
    g_assert_true (wb_call_card_handle_key (WB_CALL_CARD (fixture->card), GDK_KEY_c));
  else
    g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  /* Asked for once, however often it is pressed. */
  g_assert_null (find_button (fixture, words));
  if (fixture->place == ON_CALL)
    g_assert_false (wb_call_card_handle_key (WB_CALL_CARD (fixture->card), GDK_KEY_c));
}

static void
queue_coupon (Fixture *fixture)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  coupon->id = g_strdup ("k1000001");
  coupon->ticket = g_strdup (fixture->call->ticket);
  coupon->code = g_strdup (CODE);
  coupon->kind = g_strdup ("fixed");
  coupon->amount = g_strdup ("200.00");
  coupon->currency = g_strdup ("CZK");
  coupon->state = g_strdup (WB_COUPON_ACTIVE);
  coupon->created_at = APP_NOW;
  coupon->updated_at = APP_NOW;
  coupon->version = 1;
  node = wb_wire_coupon_encode (coupon);
  json = json_to_string (node, FALSE);
  wb_stub_server_queue_json (fixture->app.server, "POST", fixture->path, 201, json);
}

static gboolean
has_copied (gpointer data)
{
  Fixture *fixture = data;
  GdkContentProvider *content =
    gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->card));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);

  return content && gdk_content_provider_get_value (content, &value, NULL) &&
         g_strcmp0 (g_value_get_string (&value), CODE) == 0;
}

/* The server writes the code into the ticket's history: it is asked for that. */
static gboolean
has_asked_history (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *path = g_strdup_printf ("/api/v2/tickets/%s", fixture->call->ticket);

  return wb_stub_server_count_for (fixture->app.server, "GET", path) > 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
assert_given (Fixture *fixture)
{
  guint id = 0;

  wait_for_words (fixture, CODE);
  g_assert_null (find_button (fixture, "Give coupon"));
  g_assert_null (find_button (fixture, "Ask again"));
  g_assert_null (find_words (fixture, "What you can offer today"));
  if (fixture->place != ON_CALL)
    return;

  /* The code is stored, and shown, a moment before the answer is here that copies it. */
  app_wait_until (has_copied, fixture);
  wait_for_words (fixture, "The code is copied and stands in the ticket’s history.");
  id = g_timeout_add (20, tick_cb, NULL);
  app_wait_until (has_asked_history, fixture);
  g_source_remove (id);
  g_assert_false (wb_call_card_handle_key (WB_CALL_CARD (fixture->card), GDK_KEY_c));
}

static void
test_coupon_offer_given (Fixture       *fixture,
                         gconstpointer  data)
{
  queue_coupon (fixture);
  press (fixture, "Give coupon");
  assert_given (fixture);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", fixture->path), ==, 1);
}

static char *
dup_key (Fixture *fixture,
         guint    n)
{
  for (guint i = 0; i < wb_stub_server_count (fixture->app.server); i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (fixture->app.server, i);

    if (g_str_equal (request->method, "POST") && n-- == 0)
      return g_strdup (wb_stub_request_get_header (request, "idempotency-key"));
  }
  g_assert_not_reached ();
}

static void
test_coupon_offer_unconfirmed (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  wb_stub_server_queue_fault (fixture->app.server, "POST", fixture->path, WB_STUB_DROP_READ);
  press (fixture, "Give coupon");
  wait_for_words (fixture, "Not confirmed yet");
  g_assert_nonnull (find_button (fixture, "Ask again"));
  g_assert_null (find_words (fixture, CODE));

  /* The same request goes again: the server knows it by its key. */
  queue_coupon (fixture);
  press (fixture, "Ask again");
  assert_given (fixture);
  g_assert_null (find_words (fixture, "Not confirmed yet"));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", fixture->path), ==, 2);
  first = dup_key (fixture, 0);
  second = dup_key (fixture, 1);
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
}

static void
test_coupon_offer_refused (Fixture       *fixture,
                           gconstpointer  data)
{
  wb_stub_server_queue_json (fixture->app.server, "POST", fixture->path, 403, REFUSAL);
  press (fixture, "Give coupon");
  wait_for_words (fixture, "Above your limit.");
  g_assert_nonnull (find_button (fixture, "Give coupon"));
  g_assert_null (find_words (fixture, "Not confirmed yet"));
  g_assert_null (find_button (fixture, "Ask again"));
  /* Said in place, and nowhere else. */
  g_assert_null (fixture->refused);
}

static gboolean
has_refused (gpointer data)
{
  return ((Fixture *) data)->refused != NULL;
}

/* The next call is up when the answer comes: its card is not the place for the words. */
static void
test_coupon_offer_refused_elsewhere (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (WbActivity) next = find_call (fixture, fixture->call->ticket);

  wb_stub_server_queue_json (fixture->app.server, "POST", fixture->path, 403, REFUSAL);
  press (fixture, "Give coupon");
  /* No answer is told before the main loop runs. */
  wb_call_card_set_call (WB_CALL_CARD (fixture->card), next);
  g_assert_nonnull (find_button (fixture, "Give coupon"));
  app_wait_until (has_refused, fixture);
  g_assert_nonnull (strstr (fixture->refused, "Above your limit."));
  g_assert_null (find_words (fixture, "Above your limit."));

  wb_call_card_set_call (WB_CALL_CARD (fixture->card), fixture->call);
  g_assert_nonnull (find_words (fixture, "Above your limit."));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, place, function)                                                        \
  g_test_add ("/winback/app/coupon-offer/" path, Fixture, GINT_TO_POINTER (place), set_up, \
              function, tear_down)
  ADD ("call/given", ON_CALL, test_coupon_offer_given);
  ADD ("call/not-confirmed-yet", ON_CALL, test_coupon_offer_unconfirmed);
  ADD ("call/refused", ON_CALL, test_coupon_offer_refused);
  ADD ("call/refused-when-another-is-shown", ON_CALL, test_coupon_offer_refused_elsewhere);
  ADD ("ticket/given", ON_TICKET, test_coupon_offer_given);
  ADD ("ticket/not-confirmed-yet", ON_TICKET, test_coupon_offer_unconfirmed);
  ADD ("ticket/refused", ON_TICKET, test_coupon_offer_refused);

  return g_test_run ();
}
