/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding and opening the workspace, and naming what stands in it: a type by any of its names, a
 * call by the beginning of its id or by its ticket's code. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-fold.h"
#include "wb-meta-store.h"
#include "wb-ticket-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Shorter beginnings of an id name nothing. */
#define MIN_ID_PREFIX 4

/* The one workspace below the user's data folder. */
static char *
find_only_dir (GError **error)
{
  g_autofree char *base = g_build_filename (g_get_user_data_dir (), "winback", NULL);
  g_autoptr (GDir) folder = g_dir_open (base, 0, NULL);
  g_autofree char *found = NULL;
  const char *name;

  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *dir = g_build_filename (base, name, NULL);
    g_autofree char *file = g_build_filename (dir, "workspace.db", NULL);

    if (!g_file_test (file, G_FILE_TEST_EXISTS))
      continue;
    if (found) {
      g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                   _ ("There are several workspaces in %s; choose one with --workspace"), base);
      return NULL;
    }
    found = g_steal_pointer (&dir);
  }
  if (!found)
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("No helpdesk is connected yet; see “winbackctl connect helpdesk”"));
  return g_steal_pointer (&found);
}

/**
 * wb_cli_find_dir:
 * @wanted: (nullable): the folder a person named; `NULL` for the only one there is
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the workspace's folder
 */
char *
wb_cli_find_dir (const char  *wanted,
                 GError     **error)
{
  g_autofree char *dir = NULL;
  g_autofree char *file = NULL;

  if (!wanted)
    return find_only_dir (error);
  dir = g_canonicalize_filename (wanted, NULL);
  file = g_build_filename (dir, "workspace.db", NULL);
  if (g_file_test (file, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&dir);
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
               _ ("There is no workspace in %s; see “winbackctl connect helpdesk”"), dir);
  return NULL;
}

static GTimeZone *
find_zone (WbCli *self)
{
  g_autofree char *told = NULL;
  const char *name = self->account ? self->account->time_zone : NULL;
  GTimeZone *zone = NULL;

  if (!name)
    name = told = wb_workspace_dup_meta (self->db, WB_META_TIME_ZONE);
  if (name)
    zone = g_time_zone_new_identifier (name);
  return zone ? zone : g_time_zone_new_local ();
}

/**
 * wb_cli_open:
 * @self: the program
 * @error: return location for a #GError
 *
 * Opens the workspace and reads what nearly every command needs.
 *
 * Returns: `TRUE` if it is open
 */
gboolean
wb_cli_open (WbCli   *self,
             GError **error)
{
  g_autofree char *dir = wb_cli_find_dir (self->options.workspace, error);
  GError *cause = NULL;

  if (!dir)
    return FALSE;
  self->workspace = wb_workspace_open (dir, self->clock, self->random, error);
  if (!self->workspace)
    return FALSE;
  self->db = wb_workspace_get_reader (self->workspace);
  self->account = wb_account_store_get (self->db, &cause);
  if (!cause)
    self->users = wb_user_store_list (self->db, &cause);
  if (!cause)
    self->types = wb_ticket_type_store_list (self->db, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  self->me = wb_workspace_dup_meta (self->db, WB_META_ME);
  self->zone = find_zone (self);
  return TRUE;
}

/**
 * wb_cli_is_plain:
 * @self: the program, its workspace open
 *
 * Returns: whether the server is of level 0 and has tickets only
 */
gboolean
wb_cli_is_plain (WbCli *self)
{
  g_autofree char *level = wb_workspace_dup_meta (self->db, WB_META_LEVEL);

  return g_strcmp0 (level, "0") == 0;
}

/**
 * wb_cli_now:
 * @self: the program, its workspace open
 *
 * Lateness is judged by the server's clock (reference/retino-api.md B.1).
 *
 * Returns: the server's time, ms
 */
gint64
wb_cli_now (WbCli *self)
{
  return wb_workspace_server_now (self->workspace, self->db);
}

/**
 * wb_cli_user_name:
 * @self: the program, its workspace open
 * @id: (nullable): a user's id
 *
 * Returns: (transfer none) (nullable): the name, the id where it is not known
 */
const char *
wb_cli_user_name (WbCli      *self,
                  const char *id)
{
  for (guint i = 0; id && i < self->users->len; i++) {
    const WbUser *user = g_ptr_array_index (self->users, i);

    if (g_str_equal (user->id, id) && user->full_name)
      return user->full_name;
  }
  return id;
}

/* The person's language; English where none is set, for then so are all other texts. */
static const char *
get_language (void)
{
  static char language[3] = "";
  const char *name = g_get_language_names ()[0];

  if (g_ascii_islower (name[0]) && g_ascii_islower (name[1]) && !g_ascii_isalpha (name[2]))
    g_strlcpy (language, name, sizeof language);
  return *language ? language : "en";
}

/**
 * wb_cli_pick_text:
 * @self: the program, its workspace open
 * @text: (nullable): a text in several languages
 *
 * Returns: (transfer none) (nullable): it in the person's language, or the account's
 */
const char *
wb_cli_pick_text (WbCli            *self,
                  const WbLangText *text)
{
  return wb_lang_text_pick (text, get_language (),
                            self->account ? self->account->default_language : NULL);
}

static const char *
pick_name (WbCli              *self,
           const WbTicketType *type)
{
  const char *name = wb_cli_pick_text (self, type->name);

  return name ? name : type->id;
}

/**
 * wb_cli_type_name:
 * @self: the program, its workspace open
 * @id: (nullable): a ticket type's id
 *
 * Returns: (transfer none) (nullable): its name in the person's language
 */
const char *
wb_cli_type_name (WbCli      *self,
                  const char *id)
{
  for (guint i = 0; id && i < self->types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (self->types, i);

    if (g_str_equal (type->id, id))
      return pick_name (self, type);
  }
  return id;
}

static gboolean
is_named (const WbTicketType *type,
          const char         *folded)
{
  for (guint i = 0; type->name && i < type->name->texts->len; i++) {
    g_autofree char *name = wb_fold (g_ptr_array_index (type->name->texts, i));

    if (g_str_equal (name, folded))
      return TRUE;
  }
  return FALSE;
}

/**
 * wb_cli_resolve_type:
 * @self: the program, its workspace open
 * @id_or_name: a ticket type's id, or its name in any language
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the id
 */
char *
wb_cli_resolve_type (WbCli       *self,
                     const char  *id_or_name,
                     GError     **error)
{
  g_autofree char *folded = wb_fold (id_or_name);
  g_autoptr (GString) names = g_string_new (NULL);
  const WbTicketType *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < self->types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (self->types, i);

    if (g_str_equal (type->id, id_or_name))
      return g_strdup (type->id);
    if (is_named (type, folded)) {
      found = type;
      n_found++;
    }
    g_string_append_printf (names, names->len > 0 ? ", %s" : "%s", pick_name (self, type));
  }
  if (n_found == 1)
    return g_strdup (found->id);
  if (n_found > 1)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("Several ticket types are called “%s”; use the id"), id_or_name);
  else if (names->len == 0)
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("No ticket types are known yet; run “winbackctl sync”"));
  else
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no ticket type “%s”; there are: %s"), id_or_name, names->str);
  return NULL;
}

static gboolean
is_user (const WbUser *user,
         const char   *who,
         const char   *folded)
{
  g_autofree char *name = user->full_name ? wb_fold (user->full_name) : NULL;

  return g_str_equal (user->id, who) ||
         (user->email && g_ascii_strcasecmp (user->email, who) == 0) ||
         g_strcmp0 (name, folded) == 0;
}

/**
 * wb_cli_resolve_user:
 * @self: the program, its workspace open
 * @who: "me", a user's id, e-mail address or name, accents set aside
 * @error: return location for a #GError
 *
 * Returns: (transfer none) (nullable): the user
 */
const WbUser *
wb_cli_resolve_user (WbCli       *self,
                     const char  *who,
                     GError     **error)
{
  g_autofree char *folded = wb_fold (who);
  const char *wanted = g_str_equal (who, "me") && self->me ? self->me : who;
  const WbUser *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < self->users->len; i++) {
    const WbUser *user = g_ptr_array_index (self->users, i);

    if (!is_user (user, wanted, folded))
      continue;
    found = user;
    n_found++;
  }
  if (n_found == 1)
    return found;
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
               n_found == 0 ? _ ("There is no colleague “%s” here")
                            : _ ("Several colleagues are called “%s”; use the e-mail address"),
               who);
  return NULL;
}

/**
 * wb_cli_is_manager:
 * @self: the program, its workspace open
 *
 * Returns: whether this person is known to be a manager
 */
gboolean
wb_cli_is_manager (WbCli *self)
{
  for (guint i = 0; i < self->users->len; i++) {
    const WbUser *user = g_ptr_array_index (self->users, i);

    if (g_strcmp0 (user->id, self->me) == 0)
      return wb_role_from_text (user->role) == WB_ROLE_MANAGER;
  }
  return FALSE;
}

/* Calls whose id begins so, or whose ticket has this code; of the latter the open ones first. */
static WbActivity *
search_call (WbCli       *self,
             const char  *text,
             guint       *n_found_out,
             GError     **error)
{
  WbCallQuery query = { .filter = WB_CALL_FILTER_ALL, .now = wb_cli_now (self), .zone = self->zone,
                        .closed_limit = G_MAXINT };
  g_autoptr (GArray) refs = wb_call_store_list (self->db, &query, error);
  g_autoptr (WbActivity) found = NULL;

  *n_found_out = 0;
  for (guint i = 0; refs && i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    g_autoptr (WbActivity) call = wb_call_store_get_row (self->db, ref->rowid, error);
    gboolean is_code;

    if (!call)
      return NULL;
    is_code = g_strcmp0 (call->ticket_code, text) == 0;
    if (!is_code && (strlen (text) < MIN_ID_PREFIX || !g_str_has_prefix (call->id, text)))
      continue;
    /* Closed calls stand last; a ticket's open call is what its code means. */
    if (is_code && found && !wb_activity_is_open (call))
      continue;
    (*n_found_out)++;
    if (!found)
      found = g_steal_pointer (&call);
  }
  return refs ? g_steal_pointer (&found) : NULL;
}

/**
 * wb_cli_resolve_call:
 * @self: the program, its workspace open
 * @id: a call's id, the beginning of one, or the code of a ticket
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the call
 */
WbActivity *
wb_cli_resolve_call (WbCli       *self,
                     const char  *id,
                     GError     **error)
{
  g_autoptr (WbActivity) call = NULL;
  GError *cause = NULL;
  guint n_found = 0;

  call = wb_call_store_get (self->db, id, &cause);
  if (!call && !cause)
    call = search_call (self, id, &n_found, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return NULL;
  }
  if (n_found > 1) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("Several calls are meant by “%s”; give more of the id"), id);
    return NULL;
  }
  if (!call)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no call “%s” here; run “winbackctl sync” if it is new"), id);
  return g_steal_pointer (&call);
}
