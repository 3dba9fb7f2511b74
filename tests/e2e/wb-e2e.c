/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant and the desks of end-to-end tests; see wb-e2e.h. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-call-store.h"
#include "wb-outbox.h"

#include <glib/gstdio.h>
#include <signal.h>

#define WOO_KEY "ck_1111111111111111111111111111111111111111"
#define WOO_SECRET "cs_2222222222222222222222222222222222222222"

static const char *user_names[E2E_N_USERS] = {
  "Eva Dvořáková", "Tomáš Krátký", "Marie Svobodová", "Petr Novák", "Lenka Malá", "Jan Šťastný", "Ota Žák",
};

gboolean
e2e_end_child (GSubprocess *child)
{
  g_subprocess_send_signal (child, SIGTERM);
  g_subprocess_wait (child, NULL, NULL);

  return g_subprocess_get_if_signaled (child) && g_subprocess_get_term_sig (child) == SIGKILL;
}

void
e2e_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      e2e_remove_tree (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

char *
e2e_ticket_id (guint index)
{
  return g_strdup_printf ("e1000000-0000-4000-8000-%012u", index);
}

char *
e2e_call_id (guint index)
{
  return g_strdup_printf ("04000000-0000-4000-8000-%012u", index);
}

/* A new record's lists are empty, not none. */
static void
replace_list (GStrv       *list,
              const char **items)
{
  g_strfreev (*list);
  *list = g_strdupv ((GStrv) items);
}

static void
import_account (E2e *self)
{
  static const char *languages[] = { "cs", "en", NULL };
  static const char *currencies[] = { "CZK", "EUR", NULL };
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (GError) error = NULL;

  account->id = g_strdup ("a1000001-0000-4000-8000-000000000001");
  account->name = wb_lang_text_new ();
  wb_lang_text_set (account->name, "cs", "Nábytek Oslo");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  replace_list (&account->languages, languages);
  replace_list (&account->currencies, currencies);
  account->default_currency = g_strdup ("CZK");
  account->default_ticket_type = g_strdup (E2E_TYPE_RETURN);
  account->remarketing_active = TRUE;
  account->remarketing_activated_at = E2E_NOW - 60 * WB_DAY_MS;
  account->call_goal_hours = 24;
  account->coupon_cap_percent_hundredths = -1;
  account->version = 1;
  wb_portal_import_account (self->portal, account, &error);
  g_assert_no_error (error);
}

static void
import_catalogue (E2e *self)
{
  static const struct
  {
    const char *id, *name, *kind;
  } types[] = {
    { E2E_TYPE_RETURN, "Vratka", "return" },
    { E2E_TYPE_CLAIM, "Reklamace", "claim" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (WbTicketType) type = wb_ticket_type_new ();
    g_autoptr (WbTicketState) state = wb_ticket_state_new ();

    type->id = g_strdup (types[i].id);
    type->name = wb_lang_text_new ();
    wb_lang_text_set (type->name, "cs", types[i].name);
    type->kind = g_strdup (types[i].kind);
    type->color = g_strdup ("#1d4ed8");
    type->position = i + 1;
    type->version = 1;
    wb_portal_import_type (self->portal, type, &error);
    g_assert_no_error (error);

    state->id = g_strdup_printf ("f1000001-0000-4000-8000-%012u", i);
    state->name = wb_lang_text_new ();
    wb_lang_text_set (state->name, "cs", "Řeší se");
    state->type = g_strdup (types[i].id);
    state->step = g_strdup ("resolving");
    state->color = g_strdup ("#f59e0b");
    state->position = 1;
    state->version = 1;
    wb_portal_import_state (self->portal, state, &error);
    g_assert_no_error (error);
  }

  for (guint i = 0; i < E2E_N_USERS; i++) {
    g_autoptr (WbUser) user = wb_user_new ();

    self->user_ids[i] = g_strdup_printf ("d1000001-0000-4000-8000-%012u", i);
    self->tokens[i] = wb_portal_new_token (self->portal);
    user->id = g_strdup (self->user_ids[i]);
    user->role = g_strdup (i == E2E_MARIE || i == E2E_PETR ? "manager" : "agent");
    user->full_name = g_strdup (user_names[i]);
    user->email = g_strdup_printf ("staff%u@example.com", i);
    user->date_joined = E2E_NOW - 100 * WB_DAY_MS;
    user->last_activity_at = E2E_NOW - WB_DAY_MS;
    user->active = TRUE;
    user->version = 1;
    wb_portal_import_user (self->portal, user, self->tokens[i], &error);
    g_assert_no_error (error);
  }
}

static void
start_woo (E2e *self)
{
  WbPretendWooOptions options = { .name = "Obchod Oslo", .currency = "CZK", .time_zone = "Europe/Prague" };
  WbPretendWooFront front = { 0 };
  g_autoptr (GError) error = NULL;

  self->woo = wb_pretend_woo_new (&options, WB_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (self->woo, WOO_KEY, WOO_SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  self->woo_url = wb_pretend_woo_listen (self->woo, &front, &error);
  g_assert_no_error (error);
}

static void
import_store (E2e *self)
{
  static const char *currencies[] = { "CZK", NULL };
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  g_autofree char *secret_file = g_build_filename (self->dir, "woo.secret", NULL);
  WbPortalShop shop = { .secret_file = secret_file };
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (secret_file, "consumer_key=" WOO_KEY "\nconsumer_secret=" WOO_SECRET "\n", -1,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  store->id = g_strdup ("c1000001-0000-4000-8000-000000000001");
  store->store_id = g_strdup ("hlavni-eshop");
  store->name = g_strdup ("obchod-oslo.example");
  store->platform = g_strdup ("woocommerce");
  store->url = g_strdup (self->woo_url);
  replace_list (&store->currencies, currencies);
  store->connection = g_strdup ("connected");
  store->last_sync_at = E2E_NOW - WB_HOUR_MS;
  store->supports_coupons = TRUE;
  store->version = 1;
  wb_portal_import_store (self->portal, store, &shop, &error);
  g_assert_no_error (error);
}

static void
import_settings (E2e *self)
{
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();
  WbCouponAmount *amount = NULL;
  g_autoptr (GError) error = NULL;

  set->type = g_strdup (E2E_TYPE_RETURN);
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL;
  amount = wb_offer_set_ensure_amount (set, "CZK");
  g_free (amount->kind);
  amount->kind = g_strdup (WB_COUPON_KIND_FIXED);
  amount->amount = g_strdup ("200.00");
  amount->min_order_value = g_strdup ("1000.00");
  set->validity_days = 14;
  set->call_enabled = TRUE;
  set->call_placements = WB_PLACEMENT_PORTAL;
  wb_lang_text_set (set->call_text, "cs", "Chcete, abychom vám zavolali?");
  set->updated_at = E2E_NOW - 10 * WB_DAY_MS;
  set->updated_by = g_strdup (self->user_ids[E2E_MARIE]);
  set->version = 3;
  wb_portal_import_settings (self->portal, set, &error);
  g_assert_no_error (error);
}

static void
import_ticket (E2e   *self,
               guint  index)
{
  static const char *customers[] = { "Jana Nováková", "Łukasz Wiśniewski", "Jürgen Groß", "Zoë Ångström" };
  g_autoptr (WbTicket) ticket = wb_ticket_new ();
  WbProduct *product = wb_product_new ();
  g_autoptr (GError) error = NULL;

  ticket->id = e2e_ticket_id (index);
  ticket->company = g_strdup ("a1000001-0000-4000-8000-000000000001");
  ticket->code = g_strdup_printf ("2025%04u", index);
  ticket->type = g_strdup (index % 3 == 2 ? E2E_TYPE_CLAIM : E2E_TYPE_RETURN);
  ticket->state = g_strdup_printf ("f1000001-0000-4000-8000-%012u", index % 3 == 2 ? 1u : 0u);
  ticket->customer_name = g_strdup (customers[index % G_N_ELEMENTS (customers)]);
  ticket->customer_email = g_strdup_printf ("customer%u@example.com", index);
  ticket->customer_phone = index % 5 == 4 ? NULL : g_strdup_printf ("+420601%06u", index);
  ticket->customer_language = g_strdup ("cs");
  ticket->has_order = TRUE;
  ticket->order_id = g_strdup_printf ("09000001-0000-4000-8000-%012u", index);
  ticket->order_code = g_strdup_printf ("OBJ-%u", index);
  ticket->order_remote_id = g_strdup_printf ("%u", 10000 + index);
  ticket->order_store_id = g_strdup ("hlavni-eshop");
  ticket->order_date = (gint32) (E2E_NOW / WB_DAY_MS) - 20;
  ticket->order_currency = g_strdup ("CZK");
  ticket->order_price_with_vat = (WbMoney) { 159900, "CZK" };
  product->id = g_strdup_printf ("08000001-0000-4000-8000-%012u", index);
  product->name = g_strdup ("Křeslo Oslo");
  product->variant = g_strdup ("šedé");
  product->amount_milli = 1000;
  product->price_with_vat = (WbMoney) { 159900, "CZK" };
  g_ptr_array_add (ticket->products, product);
  ticket->created_at = E2E_NOW - 3 * WB_DAY_MS + index;
  ticket->updated_at = ticket->created_at;
  ticket->version = 1;
  wb_portal_import_ticket (self->portal, ticket, &error);
  g_assert_no_error (error);
}

static void
import_call (E2e   *self,
             guint  index)
{
  g_autoptr (WbActivity) call = wb_activity_new ();
  g_autoptr (GError) error = NULL;

  call->id = e2e_call_id (index);
  call->ticket = e2e_ticket_id (index);
  call->ticket_code = g_strdup_printf ("2025%04u", index);
  call->ticket_type = g_strdup (index % 3 == 2 ? E2E_TYPE_CLAIM : E2E_TYPE_RETURN);
  call->kind = g_strdup ("call_request");
  call->name = g_strdup ("Zavolat zákazníkovi");
  call->status = g_strdup ("open");
  call->placement = g_strdup ("portal");
  call->created_at = E2E_NOW - WB_DAY_MS - index * WB_MINUTE_MS;
  call->due_at = call->created_at + 2 * WB_DAY_MS;
  call->original_due_at = call->due_at;
  call->updated_at = call->created_at;
  call->version = 1;
  wb_portal_import_activity (self->portal, call, &error);
  g_assert_no_error (error);
}

static void
open_portal (E2e *self)
{
  g_autofree char *path = g_build_filename (self->dir, "portal.db", NULL);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  WbPortalOptions options = {
    .db_path = path,
    .listen = listen,
    .allow_loopback = TRUE,
    .rate_limit_per_minute = WB_PORTAL_RATE_OFF,
    .bare = TRUE,
  };
  g_autoptr (GError) error = NULL;

  self->portal = wb_portal_open (&options, WB_CLOCK (self->clock), self->random, &error);
  g_assert_no_error (error);
}

void
e2e_start_portal (E2e *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->portal)
    open_portal (self);
  wb_portal_start (self->portal, &error);
  g_assert_no_error (error);
  self->port = wb_portal_get_port (self->portal);
}

void
e2e_stop_portal (E2e *self)
{
  wb_portal_stop (self->portal);
  g_clear_object (&self->portal);
}

void
e2e_advance (E2e    *self,
             gint64  ms)
{
  wb_movable_clock_advance (self->clock, ms);
}

E2e *
e2e_new (guint n_tickets,
         guint n_calls)
{
  E2e *self = g_new0 (E2e, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("winback-e2e-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = wb_movable_clock_new (E2E_NOW, FALSE);
  self->random = wb_seeded_random_new (20251121);
  start_woo (self);
  open_portal (self);
  wb_portal_begin_import (self->portal, &error);
  g_assert_no_error (error);
  import_account (self);
  import_catalogue (self);
  import_store (self);
  import_settings (self);
  for (guint i = 0; i < n_tickets; i++)
    import_ticket (self, i);
  for (guint i = 0; i < n_calls; i++)
    import_call (self, i);
  wb_portal_end_import (self->portal, &error);
  g_assert_no_error (error);
  e2e_start_portal (self);
  self->url = wb_portal_dup_url (self->portal);

  return self;
}

void
e2e_free (E2e *self)
{
  if (self->portal)
    e2e_stop_portal (self);
  g_clear_pointer (&self->woo, wb_pretend_woo_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  for (guint i = 0; i < E2E_N_USERS; i++) {
    g_free (self->tokens[i]);
    g_free (self->user_ids[i]);
  }
  if (!self->keep_dir)
    e2e_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self->url);
  g_free (self);
}

E2eSeat *
e2e_seat_new (E2e     *e2e,
              E2eUser  user)
{
  static guint count;
  E2eSeat *self = g_new0 (E2eSeat, 1);
  g_autofree char *name = g_strdup_printf ("seat-%u", count++);
  g_autofree char *spec = NULL;
  g_autoptr (GError) error = NULL;

  self->e2e = e2e;
  self->user = user;
  self->dir = g_build_filename (e2e->dir, name, NULL);
  spec = g_strdup_printf ("file:%s.secrets/tokens", self->dir);
  self->secrets = wb_secrets_new (spec, &error);
  g_assert_no_error (error);
  self->workspace = wb_sync_connect (e2e->url, e2e->tokens[user], NULL, self->dir, self->secrets,
                                     WB_CLOCK (e2e->clock), e2e->random, NULL, &error);
  g_assert_no_error (error);
  self->sync = wb_sync_new_for_workspace (self->workspace, self->secrets, NULL);

  return self;
}

void
e2e_seat_free (E2eSeat *self)
{
  g_clear_object (&self->sync);
  wb_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
  g_free (self->dir);
  g_free (self);
}

void
e2e_seat_sync (E2eSeat *self)
{
  g_autoptr (GError) error = NULL;

  wb_sync_run (self->sync, NULL, &error);
  g_assert_no_error (error);
}

WbActivity *
e2e_seat_call (E2eSeat *self,
               guint    index)
{
  g_autofree char *id = e2e_call_id (index);
  WbActivity *call = NULL;
  g_autoptr (GError) error = NULL;

  call = wb_call_store_get (wb_workspace_get_reader (self->workspace), id, &error);
  g_assert_no_error (error);

  return call;
}

GPtrArray *
e2e_seat_outbox (E2eSeat *self)
{
  GPtrArray *rows = NULL;
  g_autoptr (GError) error = NULL;

  rows = wb_outbox_list (wb_workspace_get_reader (self->workspace), &error);
  g_assert_no_error (error);

  return rows;
}

WbHelpdesk *
e2e_client (E2e     *self,
            E2eUser  user)
{
  WbHelpdesk *client = NULL;
  WbHttp *http = NULL;
  g_autoptr (GError) error = NULL;

  http = wb_http_new (NULL, WB_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  client = wb_helpdesk_new (self->url, self->tokens[user], WB_AUTH_TOKEN, http, &error);
  g_assert_no_error (error);

  return client;
}

/* What the API says below its base, as JSON. */
JsonNode *
e2e_api_get (E2e        *self,
             const char *path)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autofree char *token = g_strconcat ("Token ", self->tokens[E2E_MARIE], NULL);
  char *headers[] = { (char *) "Authorization", token, NULL };
  WbHttpRequest request = { .method = "GET", .url = url, .headers = headers };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttp) http = wb_http_new (NULL, WB_CLOCK (self->clock), &error);
  g_autoptr (WbHttpReply) reply = wb_http_send (http, &request, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));

  return json_from_string (text, NULL);
}

WbActivity *
e2e_api_call (E2e   *self,
              guint  index)
{
  g_autoptr (WbHelpdesk) client = e2e_client (self, E2E_MARIE);
  g_autofree char *id = e2e_call_id (index);
  WbActivity *call = NULL;
  g_autoptr (GError) error = NULL;

  call = wb_helpdesk_get_activity (client, id, NULL, &error);
  g_assert_no_error (error);

  return call;
}

WbTicket *
e2e_api_ticket (E2e   *self,
                guint  index)
{
  g_autoptr (WbHelpdesk) client = e2e_client (self, E2E_MARIE);
  g_autofree char *id = e2e_ticket_id (index);
  WbTicket *ticket = NULL;
  g_autoptr (GError) error = NULL;

  ticket = wb_helpdesk_get_ticket (client, id, NULL, &error);
  g_assert_no_error (error);

  return ticket;
}
