/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* POST /files and the pictures' public addresses (reference/retino-api.md B.8). What a picture is,
 * its bytes alone say: neither its name nor what the client calls it is looked at. */

#include "config.h"

#include "wb-api.h"

#include "wb-image-probe.h"
#include "wb-ledger-files.h"
#include "wb-portal-multipart.h"
#include "wb-wire-banner.h"

#include <string.h>

#define FIELD "file"
/* A file never changes, a new picture is a new file. */
#define FOR_EVER "public, max-age=31536000, immutable"

/* FALSE = it is no form, or with @error no whole one. */
static gboolean
find_upload (WbPortalRequest  *request,
             WbPortalPart     *part_out,
             GError          **error)
{
  GHashTable *params = NULL;
  const char *type = soup_message_headers_get_content_type (
    soup_server_message_get_request_headers (request->message), &params);
  gboolean found = FALSE;

  *part_out = (WbPortalPart) { NULL };
  if (type && g_ascii_strcasecmp (type, "multipart/form-data") == 0)
    found = wb_portal_multipart_find (request->body, g_hash_table_lookup (params, "boundary"),
                                      FIELD, part_out, error);
  g_clear_pointer (&params, g_hash_table_unref);

  return found;
}

/* Whoever sends an upload again may put another boundary around it. */
static GBytes *
identify_upload (WbPortalRequest *request)
{
  g_auto (WbPortalPart) part = { NULL };
  g_autoptr (GByteArray) identity = NULL;
  gsize size = 0;
  const guint8 *data = NULL;

  if (!find_upload (request, &part, NULL))
    return g_bytes_ref (request->body);

  identity = g_byte_array_new ();
  if (part.file_name)
    g_byte_array_append (identity, (const guint8 *) part.file_name,
                         (guint) strlen (part.file_name));
  g_byte_array_append (identity, (const guint8 *) "", 1);
  data = g_bytes_get_data (part.bytes, &size);
  g_byte_array_append (identity, data, (guint) size);

  return g_byte_array_free_to_bytes (g_steal_pointer (&identity));
}

static void
refuse_picture (WbPortalRequest *request,
                const GError    *error)
{
  static const guint statuses[] = {
    [WB_IMAGE_ERROR_TOO_LARGE] = 413,
    [WB_IMAGE_ERROR_KIND] = 415,
    [WB_IMAGE_ERROR_UNREADABLE] = 400,
    [WB_IMAGE_ERROR_DIMENSIONS] = 400,
  };
  const char *code = wb_image_error_to_code ((WbImageError) error->code);
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  g_assert (error->domain == WB_IMAGE_ERROR);

  wb_problems_add (problems, code, error->message, FIELD);
  wb_portal_request_refuse_problems (request, statuses[error->code], code, error->message,
                                     problems);
}

static WbPicture *
make_picture (WbPortalRequest    *request,
              const WbPortalPart *part,
              const WbImageInfo  *info)
{
  WbPicture *picture = wb_picture_new ();

  picture->id = wb_random_uuid (request->portal->random);
  picture->name = g_strdup (part->file_name);
  picture->mime_type = g_strdup (info->mime_type);
  picture->size = (gint64) g_bytes_get_size (part->bytes);
  picture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, part->bytes);
  picture->width = info->width;
  picture->height = info->height;
  wb_api_files_set_url (request, picture);

  return picture;
}

/**
 * wb_api_files_set_url:
 * @request: who asks
 * @picture: an upload; learns its whole address as seen by them
 */
void
wb_api_files_set_url (WbPortalRequest *request,
                      WbPicture       *picture)
{
  g_autofree char *origin = wb_portal_request_dup_origin (request);
  g_autofree char *path = wb_ledger_file_path (picture->id, picture->mime_type);

  g_free (picture->url);
  picture->url = g_strconcat (origin, path, NULL);
}

static void
post_file (WbPortalRequest *request)
{
  g_auto (WbPortalPart) part = { NULL };
  g_autoptr (WbPicture) picture = NULL;
  g_autoptr (GError) error = NULL;
  WbImageInfo info = { NULL };
  gsize size = 0;
  const guint8 *data = NULL;

  if (!find_upload (request, &part, &error)) {
    if (error)
      wb_portal_request_malformed (request, FIELD, error->message);
    else
      wb_portal_request_refuse (request, 415, "unsupported_media_type",
                                "Send the file as multipart/form-data, in the field “file”.");
    return;
  }

  data = g_bytes_get_data (part.bytes, &size);
  if (!wb_image_probe (data, size, size, &info, &error)) {
    refuse_picture (request, error);
    return;
  }

  picture = make_picture (request, &part, &info);
  if (!wb_ledger_file_add (request->portal->ledger, picture, part.bytes, &error))
    wb_portal_request_fail (request, error);
  else
    wb_portal_request_reply (request, 201, wb_wire_picture_encode (picture));
}

static gboolean
load_public (WbPortalRequest  *request,
             const char       *name,
             WbPicture       **picture_out,
             GError          **error)
{
  WbLedger *ledger = request->portal->ledger;
  const char *dot = strrchr (name, '.');
  g_autofree char *id = g_strndup (name, dot ? (gsize) (dot - name) : strlen (name));
  g_autofree char *path = NULL;
  g_autoptr (WbPicture) picture = NULL;

  *picture_out = NULL;
  if (!wb_ledger_file_get (ledger, id, &picture, error))
    return FALSE;
  if (!picture)
    return TRUE;

  /* Only the one name that we give out. */
  path = wb_ledger_file_path (picture->id, picture->mime_type);
  if (g_str_equal (path + strlen (WB_API_FILES_PATH), name))
    *picture_out = g_steal_pointer (&picture);

  return TRUE;
}

/**
 * wb_api_files_serve:
 * @request: a request outside the API's base
 * @path: its path
 *
 * Answers when @path is that of a picture, for anybody.
 *
 * Returns: whether it is
 */
gboolean
wb_api_files_serve (WbPortalRequest *request,
                    const char      *path)
{
  g_autoptr (WbPicture) picture = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_str_has_prefix (path, WB_API_FILES_PATH))
    return FALSE;
  if (!g_str_equal (request->method, "GET") && !g_str_equal (request->method, "HEAD")) {
    request->allow = g_strdup ("GET, HEAD");
    wb_portal_request_refuse (request, 405, "method_not_allowed", "Pictures can only be fetched.");
    return TRUE;
  }

  if (!load_public (request, path + strlen (WB_API_FILES_PATH), &picture, &error) ||
      (picture && !wb_ledger_file_bytes (request->portal->ledger, picture->sha256,
                                         &request->content, &error))) {
    wb_portal_request_fail (request, error);
  } else if (!request->content) {
    wb_portal_request_refuse (request, 404, "not_found", "There is no such picture.");
  } else {
    request->content_type = g_strdup (picture->mime_type);
    request->cache_control = FOR_EVER;
    request->etag = g_strdup (picture->sha256);
    request->status = wb_portal_request_has_current (request) ? 304 : 200;
  }

  return TRUE;
}

static const WbRoute routes[] = {
  { .method = "POST",
    .path = "/files",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_KEY,
    .identify = identify_upload,
    .handle = post_file },
};

const WbRoute *
wb_api_files_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
