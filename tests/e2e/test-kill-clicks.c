/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A customer takes a coupon while the service is killed at each single write and each thing it sends,
 * and while the shop fails at a request: on every platform, one place after another, then places and
 * faults drawn together. Started again and clicked again, there is exactly one coupon in the shop, and
 * the ledger says so. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-demo-shop.h"
#include "wb-fast-clock.h"

#include <libsoup/soup.h>

#define MOST_PLACES 400
#define MOST_SECS 30
/* As fast as the service's own would run, and in step with it: a key that is signed a quarter of an
 * hour off is refused. */
#define FACTOR 300
#define N_DRAWN 24
#define SEED G_GUINT64_CONSTANT (20261123)
#define CUSTOMER_KEY "0123456789abcdef0123456789%06u"
#define STORE "c1000001-0000-4000-8000-000000000001"

static const char *child_path;
static const char *kill_library;

typedef struct
{
  E2e *e2e;
  WbDemoShopServer *shop;
  WbFastClock *clock;       /* (owned): the shop's and the service's */
  guint n_rounds;           /* each with a customer of its own */
} Desk;

static GSubprocess *
start_child (Desk  *self,
             guint  kill_at)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *ledger = g_build_filename (self->e2e->dir, "portal.db", NULL);
  g_autofree char *port = g_strdup_printf ("%u", self->e2e->port);
  g_autofree char *from_ms = g_strdup_printf ("%" G_GINT64_FORMAT, E2E_NOW);
  g_autofree char *from_usec = g_strdup_printf ("%" G_GINT64_FORMAT, wb_fast_clock_get_from_usec (self->clock));
  g_autofree char *factor = g_strdup_printf ("%d", FACTOR);
  g_autofree char *place = g_strdup_printf ("%u", kill_at);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  if (kill_at > 0) {
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", kill_library, TRUE);
    g_subprocess_launcher_setenv (launcher, "WB_KILL_AT", place, TRUE);
  }
  child = g_subprocess_launcher_spawn (launcher, &error, child_path, ledger, port, from_ms, from_usec, factor,
                                       NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  /* No line: killed while it was starting. */
  if (!line)
    g_subprocess_wait (child, NULL, NULL);

  return g_steal_pointer (&child);
}

/* The merchant's one shop is of that platform from here on. */
static void
set_up (Desk       *self,
        const char *platform)
{
  static const char *const currencies[] = { "CZK", NULL };
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  g_autofree char *secret_file = NULL;
  WbDemoShopSetup setup = { platform, "Obchod Oslo", "CZK", "Europe/Prague", NULL, 0 };
  WbPortalShop access = { .time_zone = "Europe/Prague" };
  g_autoptr (GError) error = NULL;

  self->e2e = e2e_new (3 * (MOST_PLACES + N_DRAWN), 0);
  self->clock = WB_FAST_CLOCK (wb_fast_clock_new (E2E_NOW, g_get_monotonic_time (), FACTOR));
  self->shop = wb_demo_shop_start (&setup, WB_CLOCK (self->clock), self->e2e->random, &error);
  g_assert_no_error (error);
  secret_file = g_build_filename (self->e2e->dir, "other.secret", NULL);
  g_file_set_contents_full (secret_file, wb_demo_shop_get_secret (self->shop), -1, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
  store->id = g_strdup (STORE);
  store->store_id = g_strdup ("hlavni-eshop");
  store->platform = g_strdup (platform);
  store->url = g_strdup (wb_demo_shop_get_url (self->shop));
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((GStrv) currencies);
  store->connection = g_strdup ("connected");
  store->supports_coupons = TRUE;
  store->version = 2;
  access.secret_file = secret_file;
  wb_portal_import_store (self->e2e->portal, store, &access, &error);
  g_assert_no_error (error);
  /* Every third ticket is a claim, which has no coupon. */
  for (guint i = 0; i < MOST_PLACES + N_DRAWN; i++) {
    g_autofree char *ticket = e2e_ticket_id (3 * i);
    g_autofree char *key = g_strdup_printf (CUSTOMER_KEY, i);

    wb_portal_import_customer_key (self->e2e->portal, ticket, key, &error);
    g_assert_no_error (error);
  }
  e2e_stop_portal (self->e2e);
}

static void
tear_down (Desk *self)
{
  e2e_free (self->e2e);
  wb_demo_shop_stop (self->shop);
  g_object_unref (self->clock);
}

/* What came of it is read from the ledger afterwards. */
static void
click (Desk  *self,
       guint  index)
{
  g_autofree char *url = g_strdup_printf ("%s/portal/" CUSTOMER_KEY "/coupon", self->e2e->url, index);
  g_autoptr (SoupSession) session = g_object_new (SOUP_TYPE_SESSION, "timeout", 30, "proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) content = g_bytes_new_static ("{\"placement\":\"portal\"}", 22);
  g_autoptr (GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", content);
  answer = soup_session_send_and_read (session, message, NULL, NULL);
}

/* (transfer full) (nullable): the newest coupon of the customer's ticket. */
static JsonObject *
read_newest (Desk  *self,
             guint  index)
{
  g_autofree char *ticket = e2e_ticket_id (3 * index);
  g_autofree char *path = g_strdup_printf ("/tickets/%s/coupons", ticket);
  g_autoptr (JsonNode) page = e2e_api_get (self->e2e, path);
  JsonArray *list = json_object_get_array_member (json_node_get_object (page), "results");

  if (json_array_get_length (list) == 0)
    return NULL;

  return json_object_ref (json_array_get_object_element (list, 0));
}

/* Until the service is done with it; its clock runs fast. A customer whose coupon failed clicks again. */
static char *
await_active (Desk  *self,
              guint  index)
{
  /* By the clock on the wall and not by a count of reads: those are quick on a machine at rest. */
  gint64 until = g_get_monotonic_time () + MOST_SECS * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < until) {
    g_autoptr (JsonObject) coupon = read_newest (self, index);
    const char *state = coupon ? json_object_get_string_member (coupon, "state") : "none";

    if (g_str_equal (state, WB_COUPON_ACTIVE))
      return g_strdup (json_object_get_string_member (coupon, "code"));
    if (!g_str_equal (state, WB_COUPON_PENDING))
      click (self, index);
  }
  g_assert_not_reached ();
}

/* One customer; whether the service was killed. */
static gboolean
run_round (Desk           *self,
           guint           place,
           WbPretendFault  fault,
           const char     *request)
{
  guint index = self->n_rounds++;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GSubprocess) second = NULL;
  g_autofree char *code = NULL;
  gboolean killed = FALSE;

  /* Whatever limits the shop has are forgotten by then, and what follows coupons is due. */
  wb_fast_clock_skip (self->clock, 10 * WB_MINUTE_MS);
  if (fault != WB_PRETEND_FAULT_NONE)
    wb_demo_shop_add_fault (self->shop, fault, request, 1);
  child = start_child (self, place);
  click (self, index);
  killed = e2e_end_child (child);
  second = start_child (self, 0);
  click (self, index);
  code = await_active (self, index);
  g_assert_cmpuint (wb_demo_shop_count_code (self->shop, code), ==, 1);
  g_assert_cmpuint (wb_demo_shop_count_code (self->shop, NULL), ==, self->n_rounds);
  e2e_end_child (second);

  return killed;
}

static void
test_every_place (gconstpointer platform)
{
  Desk desk = { NULL };
  guint place = 1;

  set_up (&desk, platform);
  while (place < MOST_PLACES && run_round (&desk, place, WB_PRETEND_FAULT_NONE, NULL))
    place++;
  g_test_message ("%s: %u places", (const char *) platform, place);
  g_assert_cmpuint (place, >, 5);
  g_assert_cmpuint (place, <, MOST_PLACES);
  tear_down (&desk);
}

static void
test_drawn (gconstpointer platform)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_423, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
    WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
    WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML, WB_PRETEND_FAULT_OTHER_AMOUNT,
    WB_PRETEND_FAULT_OTHER_EXPIRY, WB_PRETEND_FAULT_UNAUTHORIZED,
  };
  static const char *const requests[] = {
    WB_PRETEND_REQUEST_CREATE, WB_PRETEND_REQUEST_CREATE, WB_PRETEND_REQUEST_FIND, WB_PRETEND_REQUEST_ANY,
  };
  g_autoptr (WbRandom) random = wb_seeded_random_new (SEED);
  Desk desk = { NULL };

  set_up (&desk, platform);
  for (guint i = 0; i < N_DRAWN; i++) {
    WbPretendFault fault = faults[wb_random_below (random, G_N_ELEMENTS (faults))];
    const char *request = requests[wb_random_below (random, G_N_ELEMENTS (requests))];
    guint place = 1 + wb_random_below (random, 90);

    g_test_message ("%s, %u: %s at %s, killed at %u", (const char *) platform, i, wb_pretend_fault_to_text (fault),
                    request, place);
    run_round (&desk, place, fault, request);
  }
  tear_down (&desk);
}

/* A shop in maintenance asks to be left alone for ten minutes: a service whose time went otherwise than the
 * shop's could never sign in there again, and its coupon would stay pending. */
static void
test_in_maintenance (gconstpointer platform)
{
  Desk desk = { NULL };

  set_up (&desk, platform);
  for (guint i = 0; i < 3; i++) {
    run_round (&desk, 84, WB_PRETEND_FAULT_423, WB_PRETEND_REQUEST_FIND);
    run_round (&desk, 67, WB_PRETEND_FAULT_423, WB_PRETEND_REQUEST_CREATE);
  }
  tear_down (&desk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  child_path = g_getenv ("WB_PORTAL_CHILD");
  kill_library = g_getenv ("WB_KILL_LIBRARY");
  g_assert_nonnull (child_path);
  g_assert_nonnull (kill_library);
  for (guint i = 0; wb_demo_shop_platform (i); i++) {
    const char *platform = wb_demo_shop_platform (i);
    g_autofree char *places = g_strdup_printf ("/e2e/kill-clicks/%s/at-every-place", platform);
    g_autofree char *maintenance = g_strdup_printf ("/e2e/kill-clicks/%s/in-maintenance", platform);
    g_autofree char *drawn = g_strdup_printf ("/e2e/kill-clicks/%s/with-faults", platform);

    g_test_add_data_func (places, platform, test_every_place);
    g_test_add_data_func (maintenance, platform, test_in_maintenance);
    g_test_add_data_func (drawn, platform, test_drawn);
  }

  return g_test_run ();
}
