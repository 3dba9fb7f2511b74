/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners; see wb-wire-banner.h. What customers see and when is refused when it is of another type;
 * facts about the picture's file are only shown and are read leniently. */

#include "config.h"

#include "wb-wire-banner.h"

#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

static char *
or_empty (char *text)
{
  return text ? text : g_strdup ("");
}

static WbPicture *
read_picture (WbWireReader *reader)
{
  WbPicture *self = wb_picture_new ();
  WbWireReader image;

  self->id = or_empty (wb_wire_read_id (reader, "id", WB_WIRE_REQUIRED));
  self->name = wb_wire_read_text (reader, "name", WB_WIRE_LENIENT);
  self->mime_type = or_empty (wb_wire_read_text (reader, "mime_type", WB_WIRE_LENIENT));
  self->size = MAX (wb_wire_read_int (reader, "size", WB_WIRE_LENIENT, 0), 0);
  self->sha256 = or_empty (wb_wire_read_text (reader, "sha256", WB_WIRE_LENIENT));
  self->url = or_empty (wb_wire_read_text (reader, "url", WB_WIRE_REQUIRED));
  wb_wire_enter (reader, "image", WB_WIRE_LENIENT, &image);
  self->width = MAX (wb_wire_read_small (&image, "width", WB_WIRE_LENIENT, 0), 0);
  self->height = MAX (wb_wire_read_small (&image, "height", WB_WIRE_LENIENT, 0), 0);

  return self;
}

/**
 * wb_wire_picture_decode:
 * @node: an uploaded file of reference/retino-api.md B.8
 *
 * Any thread.
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbPicture *
wb_wire_picture_decode (JsonNode  *node,
                        GError   **error)
{
  g_autoptr (WbPicture) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  wb_wire_reader_init (&reader, node);
  self = read_picture (&reader);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static JsonObject *
put_picture (const WbPicture *self)
{
  JsonObject *object = json_object_new ();
  JsonObject *image = json_object_new ();

  wb_wire_put_text (object, "id", self->id);
  /* A banner's file has no name of its own (B.8): the banner's counts. */
  if (self->name)
    wb_wire_put_text (object, "name", self->name);
  wb_wire_put_text (object, "mime_type", self->mime_type);
  json_object_set_int_member (object, "size", self->size);
  wb_wire_put_text (object, "sha256", self->sha256);
  wb_wire_put_text (object, "url", self->url);
  json_object_set_int_member (image, "width", self->width);
  json_object_set_int_member (image, "height", self->height);
  json_object_set_object_member (object, "image", image);

  return object;
}

/**
 * wb_wire_picture_encode:
 * @self: the record
 *
 * Any thread.
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.8
 */
JsonNode *
wb_wire_picture_encode (const WbPicture *self)
{
  g_return_val_if_fail (self, NULL);

  return wb_wire_take_object (put_picture (self));
}

static void
read_alt_text (WbWireReader *reader,
               WbBanner     *self)
{
  g_autoptr (WbLangText) text = wb_wire_read_lang_text (reader, "alt_text", WB_WIRE_OPTIONAL);

  wb_lang_text_unref (self->alt_text);
  self->alt_text = text ? g_steal_pointer (&text) : wb_lang_text_new ();
}

static void
read_name (WbWireReader *reader,
           WbBanner     *self)
{
  g_free (self->name);
  self->name = or_empty (wb_wire_read_text (reader, "name", WB_WIRE_OPTIONAL));
}

/**
 * wb_wire_banner_decode:
 * @node: a banner of reference/retino-api.md B.8 with the period of design.md 7
 *
 * A period that is missing is open. Any thread.
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbBanner *
wb_wire_banner_decode (JsonNode  *node,
                       GError   **error)
{
  g_autoptr (WbBanner) self = NULL;
  WbWireReader reader;
  WbWireReader file;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_banner_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  read_name (&reader, self);
  wb_wire_enter (&reader, "file", WB_WIRE_REQUIRED, &file);
  self->picture = read_picture (&file);
  read_alt_text (&reader, self);
  self->starts_on = wb_wire_read_date (&reader, "starts_on", WB_WIRE_OPTIONAL);
  self->ends_on = wb_wire_read_date (&reader, "ends_on", WB_WIRE_OPTIONAL);
  self->archived = wb_wire_read_bool (&reader, "archived", WB_WIRE_OPTIONAL, FALSE);
  g_strfreev (self->used_by);
  self->used_by = wb_wire_read_ids (&reader, "used_by", WB_WIRE_LENIENT);
  self->created_at = wb_wire_read_time (&reader, "created_at", WB_WIRE_OPTIONAL);
  self->updated_at = wb_wire_read_time (&reader, "updated_at", WB_WIRE_OPTIONAL);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_banner_encode:
 * @self: the record
 *
 * Any thread.
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.8
 */
JsonNode *
wb_wire_banner_encode (const WbBanner *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "name", self->name);
  if (self->picture)
    json_object_set_object_member (object, "file", put_picture (self->picture));
  else
    json_object_set_null_member (object, "file");
  wb_wire_put_lang_text (object, "alt_text", self->alt_text);
  wb_wire_put_date (object, "starts_on", self->starts_on);
  wb_wire_put_date (object, "ends_on", self->ends_on);
  json_object_set_boolean_member (object, "archived", self->archived);
  wb_wire_put_texts (object, "used_by", self->used_by);
  wb_wire_put_time (object, "created_at", self->created_at);
  wb_wire_put_time (object, "updated_at", self->updated_at);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_banner_create_body:
 * @self: a banner not created yet; of its picture only the id counts
 *
 * The body of POST /remarketing/banners. Any thread.
 *
 * Returns: (transfer full): the body
 */
JsonNode *
wb_wire_banner_create_body (const WbBanner *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "name", self->name);
  wb_wire_put_text (object, "file", self->picture ? self->picture->id : NULL);
  wb_wire_put_lang_text (object, "alt_text", self->alt_text);
  wb_wire_put_date (object, "starts_on", self->starts_on);
  wb_wire_put_date (object, "ends_on", self->ends_on);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_banner_create_decode:
 * @node: the body of POST /remarketing/banners
 *
 * What is missing or empty is for [func@wb_banner_validate] to say. Any thread.
 *
 * Returns: (transfer full): a banner without an id, whose picture has only one (`NULL` where no
 *   file is named); `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbBanner *
wb_wire_banner_create_decode (JsonNode  *node,
                              GError   **error)
{
  g_autoptr (WbBanner) self = NULL;
  g_autofree char *file = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_banner_new ();
  wb_wire_reader_init (&reader, node);
  read_name (&reader, self);
  file = wb_wire_read_id (&reader, "file", WB_WIRE_OPTIONAL);
  if (file) {
    self->picture = wb_picture_new ();
    self->picture->id = g_steal_pointer (&file);
  }
  read_alt_text (&reader, self);
  self->starts_on = wb_wire_read_date (&reader, "starts_on", WB_WIRE_OPTIONAL);
  self->ends_on = wb_wire_read_date (&reader, "ends_on", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_banner_patch_body:
 * @before: a banner as it was
 * @after: the same, edited
 *
 * The body of PATCH /remarketing/banners/{id}. Any thread.
 *
 * Returns: (transfer full): the members that differ; an empty object when none does
 */
JsonNode *
wb_wire_banner_patch_body (const WbBanner *before,
                           const WbBanner *after)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (before, NULL);
  g_return_val_if_fail (after, NULL);

  object = json_object_new ();
  if (g_strcmp0 (before->name, after->name) != 0)
    wb_wire_put_text (object, "name", after->name);
  if (!wb_lang_text_equal (before->alt_text, after->alt_text))
    wb_wire_put_lang_text (object, "alt_text", after->alt_text);
  if (before->starts_on != after->starts_on)
    wb_wire_put_date (object, "starts_on", after->starts_on);
  if (before->ends_on != after->ends_on)
    wb_wire_put_date (object, "ends_on", after->ends_on);
  if (!before->archived != !after->archived)
    json_object_set_boolean_member (object, "archived", after->archived);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_banner_patch_apply:
 * @node: the body of PATCH /remarketing/banners/{id}
 * @before: the banner as it is
 *
 * A member that is missing stays as it is; one that is null is taken away. The picture, who uses
 * the banner, its instants and its version are the server's and stay. Any thread.
 *
 * Returns: (transfer full): the banner as it is to be; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbBanner *
wb_wire_banner_patch_apply (JsonNode        *node,
                            const WbBanner  *before,
                            GError         **error)
{
  g_autoptr (WbBanner) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (before, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_banner_copy (before);
  wb_wire_reader_init (&reader, node);
  if (wb_wire_has (&reader, "name"))
    read_name (&reader, self);
  if (wb_wire_has (&reader, "alt_text"))
    read_alt_text (&reader, self);
  if (wb_wire_has (&reader, "starts_on"))
    self->starts_on = wb_wire_read_date (&reader, "starts_on", WB_WIRE_OPTIONAL);
  if (wb_wire_has (&reader, "ends_on"))
    self->ends_on = wb_wire_read_date (&reader, "ends_on", WB_WIRE_OPTIONAL);
  self->archived = wb_wire_read_bool (&reader, "archived", WB_WIRE_OPTIONAL, self->archived);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}
