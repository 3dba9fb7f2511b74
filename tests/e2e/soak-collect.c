/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left of a run of the soak, as the judge wants it: the service's objects and feed, read over
 * its API from a service that nothing harms, the tickets' histories, the journals of the agents. */

#include "config.h"

#include "soak-run-private.h"

#include "wb-wire-activity.h"
#include "wb-wire-event.h"

#define PAGE 500u

/* Those of a ticket; and of those that did not fail each stands in the shop, once. */
static void
read_coupons (SoakRun  *run,
              guint     index,
              SoakCall *call)
{
  g_autofree char *ticket = e2e_ticket_id (index);
  g_autofree char *path = g_strdup_printf ("/tickets/%s/coupons", ticket);
  g_autoptr (JsonNode) page = e2e_api_get (run->e2e, path);
  JsonArray *coupons = json_object_get_array_member (json_node_get_object (page), "results");

  call->coupons = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (coupons); i++) {
    JsonObject *coupon = json_array_get_object_element (coupons, i);
    const char *code = json_object_get_string_member_with_default (coupon, "code", NULL);

    g_ptr_array_add (call->coupons, g_strdup (json_object_get_string_member (coupon, "id")));
    if (g_str_equal (json_object_get_string_member (coupon, "state"), WB_COUPON_FAILED))
      continue;
    call->n_coupons++;
    if (!code || wb_pretend_woo_count_code (run->e2e->woo, code) != 1)
      g_ptr_array_add (run->result->problems, g_strdup_printf ("coupon: that of call %u is not in the shop once",
                                                               index));
  }
}

/* The service's own word of each call, and all that stands in its ticket. */
static SoakCall *
read_call (SoakRun *run,
           guint    index)
{
  g_autoptr (WbActivity) activity = e2e_api_call (run->e2e, index);
  g_autoptr (WbTicket) ticket = e2e_api_ticket (run->e2e, index);
  SoakCall *call = g_new0 (SoakCall, 1);

  call->is_open = wb_activity_is_open (activity);
  call->version = activity->version;
  call->outcome = g_strdup (activity->outcome);
  call->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    if (item->text)
      g_ptr_array_add (call->texts, g_strdup (item->text));
  }
  read_coupons (run, index, call);
  for (guint i = 0; i < activity->attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (activity->attempts, i);

    if (attempt->note)
      g_ptr_array_add (call->texts, g_strdup (attempt->note));
  }

  return call;
}

static void
read_event (const WbEvent *event,
            SoakStory     *story)
{
  g_autoptr (WbActivity) activity = NULL;
  g_autoptr (GError) error = NULL;
  SoakEvent *made = NULL;

  if (!g_str_equal (event->kind, "activity") || event->deleted)
    return;
  activity = wb_wire_activity_decode (event->object, &error);
  g_assert_no_error (error);
  made = g_new0 (SoakEvent, 1);
  /* An event's number ends its id, in hexadecimal; a cursor is the same in decimal. */
  made->seq = g_ascii_strtoll (strrchr (event->id, '-') + 1, NULL, 16);
  made->call = (guint) g_ascii_strtoull (strrchr (activity->id, '-') + 1, NULL, 10);
  made->version = activity->version;
  made->is_open = wb_activity_is_open (activity);
  made->holder = g_strdup (activity->assignee);
  g_ptr_array_add (story->events, made);
}

static void
read_feed (SoakRun   *run,
           SoakStory *story)
{
  g_autofree char *path = g_strdup_printf ("/events?limit=%u", PAGE);
  gboolean has_more = TRUE;

  while (has_more) {
    g_autoptr (JsonNode) node = e2e_api_get (run->e2e, path);
    g_autoptr (WbEventPage) page = NULL;
    g_autoptr (GError) error = NULL;

    page = wb_wire_event_page_decode (node, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < page->events->len; i++)
      read_event (g_ptr_array_index (page->events, i), story);
    has_more = page->has_more;
    g_free (path);
    path = g_strdup_printf ("/events?limit=%u&after=%s", PAGE, page->next_cursor);
  }
}

static SoakAgent *
read_agent (SoakRun  *run,
            SoakSeat *seat)
{
  SoakAgent *agent = g_new0 (SoakAgent, 1);
  g_autofree char *path = g_strconcat (seat->dir, ".journal", NULL);

  agent->user_id = g_strdup (run->e2e->user_ids[seat->user]);
  agent->journal = soak_journal_read (path);
  agent->told = g_array_ref (seat->told);

  return agent;
}

static void
count_acts (SoakRun         *run,
            const SoakStory *story)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) names = NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < story->agents->len; i++) {
    const SoakAgent *agent = g_ptr_array_index (story->agents, i);

    for (guint k = 0; k < agent->journal->len; k++) {
      const SoakLine *line = g_ptr_array_index (agent->journal, k);

      if (line->kind != SOAK_DID)
        continue;
      run->result->n_acts++;
      g_hash_table_insert (counts, line->word,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, line->word)) + 1));
    }
  }
  names = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);
  for (GList *name = names; name; name = name->next)
    g_string_append_printf (text, "%s%u %s", text->len > 0 ? ", " : "",
                            GPOINTER_TO_UINT (g_hash_table_lookup (counts, name->data)), (char *) name->data);
  run->result->acts = g_string_free (text, FALSE);
}

static void
count_faults (SoakRun *run)
{
  SoakResult *result = run->result;

  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    guint counts[WB_FAULT_N] = { 0 };
    guint n_repeated = 0;
    guint n_different = 0;

    wb_fault_proxy_count (run->seats[i].proxy, counts);
    for (guint k = 0; k < WB_FAULT_N; k++)
      result->faults[k] += counts[k];
    wb_fault_proxy_count_repeats (run->seats[i].proxy, &n_repeated, &n_different);
    result->n_repeats += n_repeated;
    if (n_different > 0)
      g_ptr_array_add (result->problems,
                       g_strdup_printf ("key: %u answers differ from the first one to the same key", n_different));
  }
}

void
soak_collect (SoakRun *run)
{
  SoakResult *result = run->result;
  g_autoptr (SoakStory) story = soak_story_new ();
  g_autoptr (GPtrArray) problems = NULL;

  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    if (run->seats[i].process)
      soak_kill_process (run->seats[i].process);
  }
  soak_kill_process (run->portal);
  count_faults (run);
  soak_follow_clock (run);
  e2e_start_portal (run->e2e);
  read_feed (run, story);
  for (guint i = 0; i < run->plan->n_calls; i++)
    g_ptr_array_add (story->calls, read_call (run, i));
  for (guint i = 0; i < SOAK_N_AGENTS; i++)
    g_ptr_array_add (story->agents, read_agent (run, &run->seats[i]));
  count_acts (run, story);
  problems = soak_judge (story, &result->sums);
  if (wb_pretend_woo_count_coupons (run->e2e->woo) != result->sums.n_coupons)
    g_ptr_array_add (result->problems, g_strdup_printf ("coupon: %u are in the shop, %u were given",
                                                        wb_pretend_woo_count_coupons (run->e2e->woo),
                                                        result->sums.n_coupons));
  for (guint i = 0; i < problems->len; i++)
    g_ptr_array_add (result->problems, g_strdup (g_ptr_array_index (problems, i)));
}
