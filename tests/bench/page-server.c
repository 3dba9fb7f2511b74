/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The server of the sync bench, a process of its own: N tickets in the API's form, made in memory
 * before the first request, so that what is measured is the client. It answers both the engine's
 * way of reading (by updated_at_from) and the floor pipeline's (by page).
 *
 *   page-server N      prints "PORT\n" when it is ready; ends when its input ends */

#include "config.h"

#include "wb-account.h"
#include "wb-random.h"
#include "wb-ticket.h"
#include "wb-time.h"
#include "wb-wire-account.h"
#include "wb-wire-ticket.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 100
#define STEP_MS 1000
#define N_WORDS 30

static gint64 start_ms;
static GPtrArray *texts;   /* (element-type utf8) one a ticket, by updated_at */
static char *account_json;

static const char *words[] = {
  "křeslo", "stůl", "lampa", "police", "židle", "pohovka", "skříň", "šedé", "modré", "zelené", "dub",
  "buk", "kůže", "sklo", "kov", "vrácení", "poškozené", "rozměr", "barva", "výměna", "doprava",
  "zákazník", "volat", "termín", "sklad", "příjem", "kontrola", "souhlas", "sleva", "kupón",
};

static char *
make_sentence (WbRandom *random)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_WORDS; i++) {
    if (i > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, words[wb_random_below (random, G_N_ELEMENTS (words))]);
  }

  return g_string_free (text, FALSE);
}

static char *
make_ticket (guint     index,
             WbRandom *random)
{
  g_autoptr (WbTicket) ticket = wb_ticket_new ();
  g_autoptr (JsonNode) node = NULL;
  WbProduct *product = wb_product_new ();

  ticket->id = wb_random_uuid (random);
  ticket->company = g_strdup ("a1000001-0000-4000-8000-000000000001");
  ticket->code = g_strdup_printf ("2025%06u", index);
  ticket->type = g_strdup_printf ("b1000001-0000-4000-8000-%012u", index % 4);
  ticket->state = g_strdup_printf ("f1000001-0000-4000-8000-%012u", index % 12);
  ticket->customer_name = g_strdup_printf ("%s %s", words[index % 30], words[index / 30 % 30]);
  ticket->customer_email = g_strdup_printf ("customer%u@example.com", index);
  ticket->customer_phone = g_strdup_printf ("+420%09u", 600000000 + index);
  ticket->customer_language = g_strdup ("cs");
  ticket->has_order = TRUE;
  ticket->order_id = wb_random_uuid (random);
  ticket->order_code = g_strdup_printf ("OBJ-2025-%06u", index);
  ticket->order_remote_id = g_strdup_printf ("%u", index);
  ticket->order_store_id = g_strdup ("hlavni-eshop");
  ticket->order_date = (gint32) (start_ms / WB_DAY_MS);
  ticket->order_currency = g_strdup ("CZK");
  ticket->order_price_with_vat = (WbMoney) { 100000 + index, "CZK" };
  product->id = wb_random_uuid (random);
  product->name = make_sentence (random);
  product->variant = g_strdup ("šedé");
  product->manufacturer = g_strdup ("Nordic");
  product->amount_milli = 1000;
  product->price_with_vat = ticket->order_price_with_vat;
  g_ptr_array_add (ticket->products, product);
  ticket->created_at = start_ms + index * (gint64) STEP_MS;
  ticket->updated_at = ticket->created_at;
  ticket->has_remarketing = TRUE;
  ticket->version = 1;
  node = wb_wire_ticket_encode (ticket);

  return wb_wire_print (node);
}

static void
make_account (void)
{
  static const char *features[] = { "events", NULL };
  static const char *languages[] = { "cs", NULL };
  static const char *currencies[] = { "CZK", NULL };
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (JsonNode) node = NULL;

  account->id = g_strdup ("a1000001-0000-4000-8000-000000000001");
  account->name = wb_lang_text_new_plain ("Bench");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->languages = g_strdupv ((GStrv) languages);
  account->currencies = g_strdupv ((GStrv) currencies);
  account->default_currency = g_strdup ("CZK");
  account->features = g_strdupv ((GStrv) features);
  account->version = 1;
  node = wb_wire_account_encode (account);
  account_json = wb_wire_print (node);
}

static GString *
make_page (guint first,
           guint current,
           guint total)
{
  GString *json = g_string_sized_new (128 * 1024);
  guint end = MIN (first + PAGE_SIZE, texts->len);

  g_string_append_printf (json, "{\"count\":%u,\"current_page\":%u,\"total_pages\":%u,\"results\":[",
                          texts->len - MIN (first, texts->len), current, total);
  for (guint i = first; i < end; i++) {
    if (i > first)
      g_string_append_c (json, ',');
    g_string_append (json, g_ptr_array_index (texts, i));
  }
  g_string_append (json, "]}");

  return json;
}

static void
answer_tickets (SoupServerMessage *message,
                GHashTable        *query)
{
  const char *from = query ? g_hash_table_lookup (query, "updated_at_from") : NULL;
  const char *number = query ? g_hash_table_lookup (query, "page") : NULL;
  guint page = number ? (guint) atoi (number) : 1;
  guint first = 0;
  guint total;
  gint64 from_ms = 0;
  GString *json = NULL;
  gsize length;

  if (from && wb_time_parse (from, &from_ms) && from_ms > start_ms)
    first = (guint) ((from_ms - start_ms + STEP_MS - 1) / STEP_MS);
  total = MAX (1, (texts->len - MIN (first, texts->len) + PAGE_SIZE - 1) / PAGE_SIZE);
  json = make_page (first + (page - 1) * PAGE_SIZE, page, total);
  length = json->len;
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    g_string_free (json, FALSE), length);
  soup_server_message_set_status (message, 200, NULL);
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  const char *json = NULL;

  if (g_str_has_suffix (path, "/tickets")) {
    answer_tickets (message, query);
    return;
  }
  if (g_str_has_suffix (path, "/account"))
    json = account_json;
  else if (g_str_has_suffix (path, "/account/me"))
    json = "{\"id\":\"d1\",\"role\":\"agent\",\"email\":null,\"full_name\":\"Bench\",\"phone_number\":null,"
           "\"last_activity_at\":null,\"date_joined\":null,\"active\":true,\"version\":1}";
  else if (g_str_has_suffix (path, "/events"))
    json = "{\"results\":[],\"next_cursor\":\"MQ\",\"has_more\":false}";
  else
    json = "{\"count\":0,\"current_page\":1,\"total_pages\":1,\"results\":[]}";
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, json, strlen (json));
  soup_server_message_set_status (message, 200, NULL);
}

static gboolean
input_ended_cb (GIOChannel   *channel,
                GIOCondition  condition,
                gpointer      data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoslist (GUri) uris = NULL;
  g_autoptr (GError) error = NULL;
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 0;

  /* Inside the 180 days that a first read asks for. */
  start_ms = g_get_real_time () / G_USEC_PER_SEC * WB_SECOND_MS - 100 * WB_DAY_MS;
  texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, make_ticket (i, random));
  make_account ();
  soup_server_add_handler (server, NULL, answer_cb, NULL, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error)) {
    fprintf (stderr, "page-server: %s\n", error->message);
    return 1;
  }
  uris = soup_server_get_uris (server);
  printf ("%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_ended_cb, loop);
  g_main_loop_run (loop);
  g_ptr_array_unref (texts);
  g_free (account_json);

  return 0;
}
