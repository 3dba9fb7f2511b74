/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What an agent types finds the call: by customer, telephone number however it is written, ticket, order and
 * product; and what is nearly the same does not. */

#include "config.h"

#include "store-fixture.h"

/* Three calls: a Czech one, a German one whose ticket says all, a Slovak one without a name. */
static void
put_scene (Fixture *fixture)
{
  WbTicket *ticket = make_ticket ("e1", "20250042", "Jana Nováková", 1);
  WbProduct *product = wb_product_new ();
  WbActivity *call = NULL;

  product->name = g_strdup ("Sofa Malmö");
  g_ptr_array_add (ticket->products, product);
  ticket->has_order = TRUE;
  ticket->order_code = g_strdup ("OBJ-2025-0423");
  put_ticket (fixture, ticket);
  ticket = make_ticket ("e2", "20250077", "Łukasz Groß", 1);
  ticket->customer_phone = g_strdup ("+4915112345678");
  put_ticket (fixture, ticket);
  put_ticket (fixture, make_ticket ("e3", "20250078", NULL, 1));

  call = make_call ("cz", "e1", NOW + 20 * WB_DAY_MS, 1);
  call->ticket_code = g_strdup ("20250042");
  put_call (fixture, call);
  call = make_call ("de", "e2", NOW + 21 * WB_DAY_MS, 1);
  g_clear_pointer (&call->customer_name, g_free);
  g_clear_pointer (&call->customer_phone, g_free);
  put_call (fixture, call);
  call = make_call ("sk", "e3", NOW + 22 * WB_DAY_MS, 1);
  g_clear_pointer (&call->customer_name, g_free);
  g_free (call->customer_phone);
  call->customer_phone = g_strdup ("+421905123456");
  put_call (fixture, call);
}

static char *
find_calls (Fixture    *fixture,
            const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  WbCallQuery query = { .typed = typed, .now = NOW, .zone = zone };
  g_autoptr (GArray) refs = wb_call_store_list (db, &query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++) {
    g_autoptr (WbActivity) call = wb_call_store_get_row (db, g_array_index (refs, WbCallRef, i).rowid, &error);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", call->id);
  }

  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *typed;
  const char *found;
} Case;

static void
check_cases (Fixture    *fixture,
             const Case *cases,
             guint       n_cases)
{
  put_scene (fixture);
  for (guint i = 0; i < n_cases; i++) {
    g_autofree char *found = find_calls (fixture, cases[i].typed);
    g_autofree char *escaped = g_strescape (cases[i].typed, NULL);

    g_test_message ("%s", escaped);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

static void
test_call_search_finds_a_number_however_written (Fixture       *fixture,
                                                 gconstpointer  data)
{
  const Case cases[] = {
    { "+420601123456", "cz" },
    { "+420 601 123 456", "cz" },
    { "+420601123457", "" },
    { "+421 601 123 456", "" },
    { "601123456", "cz" },
    { "601 123 456", "cz" },
    { "601 123 465", "" },
    { "601-123-456", "cz" },
    { "601-123-455", "" },
    { "601/123456", "cz" },
    { "601.123.456", "cz" },
    { "(601) 123 456", "cz" },
    { "(602) 123 456", "" },
    { "(+420) 601 123 456", "cz" },
    { "+420 (601) 123-456", "cz" },
    { "00420601123456", "cz" },
    { "00420 601 123 456", "cz" },
    { "00421601123456", "" },
    { "420601123456", "cz" },
    { "420 601 123", "cz" },
    { "601 12", "cz" },
    { "601 13", "" },
    { "  601123456  ", "cz" },
    { "601\t123\t456", "cz" },
    /* As pages have it: no-break and narrow spaces, en dashes, no-break hyphens, marks of direction. */
    { "+420\u00a0601\u00a0123\u00a0456", "cz" },
    { "601\u202f123\u202f456", "cz" },
    { "601\u2013123\u2013456", "cz" },
    { "601\u2011123\u2011456", "cz" },
    { "\u202a+420601123456\u202c", "cz" },
    { "601\u2013123\u2013457", "" },
    /* Dialled from within: a zero before. */
    { "0905 123 456", "sk" },
    { "0905123456", "sk" },
    { "0905123455", "" },
    { "905 123 456", "sk" },
    { "+421 (0) 905 123 456", "sk" },
    { "+421 (0)905 123 457", "" },
    /* Only the ticket knows it. */
    { "0151 12345678", "de" },
    { "0151/123 456 78", "de" },
    { "+49 (0) 151 12345678", "de" },
    { "0049 151 123-456-78", "de" },
    { "0043 151 123-456-78", "" },
    /* The middle of a number is no number. */
    { "123456", "" },
    { "23", "" },
  };

  check_cases (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_call_search_finds_by_words (Fixture       *fixture,
                                 gconstpointer  data)
{
  const Case cases[] = {
    { "", "cz de sk" },
    { "Nováková", "cz" },
    { "novakova", "cz" },
    { "NOVAKOVA JANA", "cz" },
    { "jan nov", "cz" },
    { "jan novy", "" },
    { "novaková petra", "" },
    { "lukasz", "de" },
    { "gross", "de" },
    { "Groß Łukasz", "de" },
    { "grosz", "" },
    { "20250042", "cz" },
    { "2025004", "cz" },
    { "20250043", "" },
    { "20250077", "de" },
    { "2025007", "de sk" },
    { "OBJ-2025-0423", "cz" },
    { "obj-2025-0424", "" },
    { "obj 2025 0423", "cz" },
    { "0423", "cz" },
    { "Sofa Malmö", "cz" },
    { "malmo", "cz" },
    { "malmö sofa", "cz" },
    { "sofa oslo", "" },
    { "jana sofa", "cz" },
    { "lukasz sofa", "" },
    { "%", "cz de sk" },
    { "50%", "" },
    { "\"sofa\"", "cz" },
    { "sofa*", "cz" },
    { "ofa", "" },
  };

  check_cases (fixture, cases, G_N_ELEMENTS (cases));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/call-search/finds-a-number-however-written",
               test_call_search_finds_a_number_however_written);
  FIXTURE_ADD ("/wb/store/call-search/finds-by-words", test_call_search_finds_by_words);

  return g_test_run ();
}
