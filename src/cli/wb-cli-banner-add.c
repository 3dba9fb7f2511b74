/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl banner add: a picture, judged here as the service will judge it, uploaded and made a
 * banner.
 *
 * It needs the server and is never queued. Before anything is sent its idempotency keys are stored
 * in the workspace under a digest of what was asked, and they go only with a definite answer: the
 * same command given again after a lost one finds them, so nothing is made twice. Given again after
 * success it finds the banner itself: two that are alike in everything serve nobody. */

#include "config.h"

#include "wb-cli.h"

#include "wb-banner-store.h"
#include "wb-cli-print.h"
#include "wb-image-probe.h"
#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-wire-banner.h"
#include "wb-wire-builder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The server remembers keys for seven days (reference/retino-api.md B.1); older ones are no use. */
#define KEYS_KEPT_MS (7 * WB_DAY_MS)

/* No more of the file than a banner may have, however large it is. */
static GBytes *
read_picture (const char  *path,
              guint64     *size_out,
              GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &cause);
  g_autoptr (GFileInfo) info = NULL;
  g_autofree guint8 *data = NULL;
  gsize length = 0;

  if (stream)
    info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, &cause);
  if (info) {
    data = g_malloc (WB_IMAGE_BYTES_MAX);
    g_input_stream_read_all (G_INPUT_STREAM (stream), data, WB_IMAGE_BYTES_MAX, &length, NULL,
                             &cause);
  }
  if (cause) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Cannot read %s: %s"), path,
                 cause->message);
    return NULL;
  }
  *size_out = MAX ((guint64) g_file_info_get_size (info), length);
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static WbBanner *
make_banner (WbCli   *self,
             GError **error)
{
  const WbCliOptions *options = &self->options;
  const char *language = self->account ? self->account->default_language : NULL;
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (GPtrArray) problems = NULL;

  g_free (banner->name);
  banner->name = g_strdup (options->name);
  if (!wb_cli_read_texts (options->alt, banner->alt_text, error) ||
      !wb_cli_read_date (options->from, &banner->starts_on, error) ||
      !wb_cli_read_date (options->until, &banner->ends_on, error))
    return NULL;
  problems = wb_banner_validate (banner, language);
  return wb_cli_refuse_problems (problems, error) ? g_steal_pointer (&banner) : NULL;
}

static void
digest_text (GChecksum  *digest,
             const char *text)
{
  g_checksum_update (digest, (const guchar *) text, (gssize) strlen (text) + 1);
}

/* Where the keys of a request are kept: the same for the same request only. */
static char *
make_place (const WbBanner *banner,
            GBytes         *bytes)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *days = g_strdup_printf ("%d %d", banner->starts_on, banner->ends_on);

  digest_text (digest, banner->name);
  digest_text (digest, days);
  for (guint i = 0; i < banner->alt_text->languages->len; i++) {
    digest_text (digest, g_ptr_array_index (banner->alt_text->languages, i));
    digest_text (digest, g_ptr_array_index (banner->alt_text->texts, i));
  }
  g_checksum_update (digest, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  return g_strconcat (WB_META_BANNER_REQUEST, g_checksum_get_string (digest), NULL);
}

static gboolean
keep (WbCli       *self,
      const char  *place,
      const char  *value,
      GError     **error)
{
  WbDb *db = wb_workspace_begin (self->workspace, error);

  if (!db)
    return FALSE;
  if (wb_workspace_set_meta (db, place, value, error))
    return wb_workspace_commit (self->workspace, 0, error);
  wb_workspace_rollback (self->workspace);
  return FALSE;
}

static gboolean
keep_request (WbCli            *self,
              const char       *place,
              WbBannerRequest  *request,
              gint64            asked_at,
              GError          **error)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  json_object_set_int_member (object, "asked_at", asked_at);
  wb_wire_put_text (object, "upload_key", request->upload_key);
  wb_wire_put_text (object, "create_key", request->create_key);
  wb_wire_put_text (object, "picture_id", request->picture_id);
  node = wb_wire_take_object (object);
  text = wb_wire_print (node);
  return keep (self, place, text, error);
}

/* Takes the keys of the same request, asked before and not answered. */
static gboolean
find_keys (WbCli           *self,
           const char      *place,
           WbBannerRequest *request,
           gint64          *asked_at_out)
{
  g_autofree char *text = wb_workspace_dup_meta (self->db, place);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *upload_key = NULL;
  const char *create_key = NULL;
  gint64 asked_at;

  if (text)
    node = wb_wire_parse (text, -1, WB_WIRE_MAX_REQUEST_BYTES, NULL);
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  asked_at = json_object_get_int_member_with_default (object, "asked_at", 0);
  upload_key = json_object_get_string_member_with_default (object, "upload_key", NULL);
  create_key = json_object_get_string_member_with_default (object, "create_key", NULL);
  if (!upload_key || !create_key || wb_cli_now (self) - asked_at > KEYS_KEPT_MS)
    return FALSE;
  request->upload_key = g_strdup (upload_key);
  request->create_key = g_strdup (create_key);
  request->picture_id =
    g_strdup (json_object_get_string_member_with_default (object, "picture_id", NULL));
  *asked_at_out = asked_at;
  return TRUE;
}

/* The server has looked at the request and not done it; a later one is another one. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED);
}

/* A banner in use that is just what was asked for; NULL without an error = none. */
static WbBanner *
find_same (WbCli            *self,
           WbBannerRequest  *request,
           GError          **error)
{
  g_autoptr (GPtrArray) banners = wb_banner_store_list (self->db, error);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->bytes);

  for (guint i = 0; banners && i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);

    if (!banner->archived && g_strcmp0 (banner->picture->sha256, sha256) == 0 &&
        g_str_equal (banner->name, request->banner->name) &&
        wb_lang_text_equal (banner->alt_text, request->banner->alt_text) &&
        banner->starts_on == request->banner->starts_on &&
        banner->ends_on == request->banner->ends_on)
      return wb_banner_ref (banner);
  }
  return NULL;
}

/* Sends a request whose keys are kept at @place. */
static WbBanner *
create (WbCli            *self,
        const char       *place,
        WbBannerRequest  *request,
        gint64            asked_at,
        GError          **error)
{
  WbSync *sync = wb_cli_get_sync (self, error);
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (GError) cause = NULL;

  if (!sync || !keep_request (self, place, request, asked_at, error))
    return NULL;
  banner = wb_sync_create_banner (sync, request, NULL, &cause);
  if (banner || is_refusal (cause)) {
    if (!keep (self, place, NULL, error))
      return NULL;
  } else if (wb_remote_error_is_passing (cause)) {
    g_prefix_error (&cause, _ ("Not confirmed yet, give the same command again: "));
    if (!keep_request (self, place, request, asked_at, error))
      return NULL;
  }
  if (!banner)
    g_propagate_error (error, g_steal_pointer (&cause));
  return g_steal_pointer (&banner);
}

/**
 * wb_cli_banner_add:
 * @self: the program
 * @args: the picture's file
 * @error: return location for a #GError
 *
 * Uploads a picture and makes a banner of it.
 *
 * Returns: `TRUE` if the server has it
 */
gboolean
wb_cli_banner_add (WbCli   *self,
                   GStrv    args,
                   GError **error)
{
  g_autoptr (WbBannerRequest) request = wb_banner_request_new ();
  g_autoptr (WbBanner) banner = NULL;
  g_autofree char *place = NULL;
  WbImageInfo info = { 0 };
  guint64 size = 0;
  gint64 asked_at = wb_cli_now (self);
  gboolean was_here;
  g_autoptr (GError) cause = NULL;

  request->banner = make_banner (self, error);
  if (!request->banner)
    return FALSE;
  request->bytes = read_picture (args[0], &size, error);
  if (!request->bytes ||
      !wb_image_probe (g_bytes_get_data (request->bytes, NULL), g_bytes_get_size (request->bytes),
                       size, &info, error))
    return FALSE;
  request->file_name = g_path_get_basename (args[0]);
  place = make_place (request->banner, request->bytes);
  if (!find_keys (self, place, request, &asked_at)) {
    banner = find_same (self, request, &cause);
    request->upload_key = wb_random_uuid (self->random);
    request->create_key = wb_random_uuid (self->random);
  }
  was_here = banner != NULL;
  if (!banner && !cause)
    banner = create (self, place, request, asked_at, &cause);
  if (!banner) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_banner_encode (banner);

    wb_cli_print_json (node);
  } else {
    g_print (was_here ? _ ("The banner %s (%d × %d) is there already, %s.\n")
                      : _ ("Added the banner %s (%d × %d), %s.\n"),
             banner->name, info.width, info.height, banner->id);
  }
  return TRUE;
}
