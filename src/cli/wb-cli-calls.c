/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl calls: the queue in its order. */

#include "config.h"

#include "wb-cli.h"

#include "wb-call-store.h"
#include "wb-cli-print.h"
#include "wb-deadline.h"
#include "wb-wire-activity.h"

#include <glib/gi18n-lib.h>

/* A person who asks for everything wants to see the last few that are done, not years of them. */
#define CLOSED_FOR_PEOPLE 20

static gboolean
make_query (WbCli        *self,
            WbCallQuery  *query,
            WbCallGroup  *group_out,
            GError      **error)
{
  WbCliOptions *options = &self->options;

  if (options->group && !wb_call_group_from_text (options->group, group_out)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("There is no group “%s”; there are late, today, week, later and closed"),
                 options->group);
    return FALSE;
  }
  if (options->mine && options->free) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("A call cannot be both mine and free; give one of --mine and --free"));
    return FALSE;
  }
  query->filter = options->mine ? WB_CALL_FILTER_MINE
                                : options->free ? WB_CALL_FILTER_FREE : WB_CALL_FILTER_ALL;
  query->me = self->me;
  query->typed = options->search;
  query->now = wb_cli_now (self);
  query->zone = self->zone;
  if (options->group && *group_out != WB_CALL_GROUP_CLOSED)
    query->closed_limit = 0;
  else
    query->closed_limit = options->json || options->group ? G_MAXINT : CLOSED_FOR_PEOPLE;
  return TRUE;
}

static void
add_row (WbCli            *self,
         WbCliTable       *table,
         const WbActivity *call,
         WbCallGroup       group,
         gint64            now)
{
  g_autofree char *id = wb_cli_short_id (call->id);
  gint64 at = group == WB_CALL_GROUP_CLOSED ? call->closed_at : call->due_at;
  g_autofree char *due = wb_cli_format_time (at, now, self->zone);
  const char *what = group == WB_CALL_GROUP_CLOSED && call->outcome
                     ? wb_outcome_label (wb_outcome_from_text (call->outcome))
                     : wb_call_group_label (group);
  const char *const cells[] = {
    id, what, due, call->customer_name, call->customer_phone, call->ticket_code,
    wb_cli_type_name (self, call->ticket_type), wb_cli_user_name (self, call->assignee),
  };

  wb_cli_table_add (table, cells);
}

/**
 * wb_cli_calls:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the calls, late ones first.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_calls (WbCli   *self,
              GStrv    args,
              GError **error)
{
  WbCallQuery query = { 0 };
  WbCallGroup group = WB_CALL_GROUP_LATE;
  g_autoptr (GArray) refs = NULL;
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Call"), _ ("Group"), _ ("When"),
                                                   _ ("Customer"), _ ("Phone"), _ ("Ticket"),
                                                   _ ("Type"), _ ("Taken by"), NULL);

  if (!make_query (self, &query, &group, error))
    return FALSE;
  refs = wb_call_store_list (self->db, &query, error);
  if (!refs)
    return FALSE;
  for (guint i = 0; i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    WbActivity *call;

    if (self->options.group && ref->group != group)
      continue;
    call = wb_call_store_get_row (self->db, ref->rowid, error);
    if (!call)
      return FALSE;
    g_ptr_array_add (calls, call);
    add_row (self, table, call, ref->group, query.now);
  }
  if (self->options.json)
    wb_cli_print_array (calls, (JsonNode * (*)(gconstpointer))wb_wire_activity_encode);
  else if (calls->len == 0)
    g_print ("%s\n", wb_cli_is_plain (self) ? _ ("This server does not offer calls.")
                                            : _ ("No calls."));
  else
    wb_cli_table_print (table);
  return TRUE;
}
