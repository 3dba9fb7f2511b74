/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Helpers of the encoders; see wb-wire-builder.h. */

#include "config.h"

#include "wb-wire-builder.h"

#include "wb-time.h"

/**
 * wb_wire_take_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that holds it
 */
JsonNode *
wb_wire_take_object (JsonObject *object)
{
  JsonNode *node = json_node_alloc ();

  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

/**
 * wb_wire_put_text:
 * @object: an object
 * @name: a member
 * @text: (nullable): its text; `NULL` writes null
 */
void
wb_wire_put_text (JsonObject *object,
                  const char *name,
                  const char *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/**
 * wb_wire_put_time:
 * @object: an object
 * @name: a member
 * @ms: Unix milliseconds; `WB_TIME_NONE` writes null
 */
void
wb_wire_put_time (JsonObject *object,
                  const char *name,
                  gint64      ms)
{
  g_autofree char *text = ms == WB_TIME_NONE ? NULL : wb_time_format (ms);

  wb_wire_put_text (object, name, text);
}

/**
 * wb_wire_put_date:
 * @object: an object
 * @name: a member
 * @days: days since 1970-01-01; `WB_DATE_NONE` writes null
 */
void
wb_wire_put_date (JsonObject *object,
                  const char *name,
                  gint32      days)
{
  g_autofree char *text = days == WB_DATE_NONE ? NULL : wb_date_format (days);

  wb_wire_put_text (object, name, text);
}

/**
 * wb_wire_put_texts:
 * @object: an object
 * @name: a member
 * @texts: (nullable): a list; `NULL` writes an empty one
 */
void
wb_wire_put_texts (JsonObject *object,
                   const char *name,
                   GStrv       texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts && texts[i]; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * wb_wire_put_lang_text:
 * @object: an object
 * @name: a member
 * @text: (nullable): a text; `NULL` writes null. One without a language goes out as it came, as a
 *   plain text
 */
void
wb_wire_put_lang_text (JsonObject       *object,
                       const char       *name,
                       const WbLangText *text)
{
  JsonObject *languages = NULL;

  if (!text) {
    json_object_set_null_member (object, name);
    return;
  }
  if (text->languages->len == 1 && *(const char *) g_ptr_array_index (text->languages, 0) == '\0') {
    wb_wire_put_text (object, name, g_ptr_array_index (text->texts, 0));
    return;
  }

  languages = json_object_new ();
  for (guint i = 0; i < text->languages->len; i++)
    json_object_set_string_member (languages, g_ptr_array_index (text->languages, i),
                                   g_ptr_array_index (text->texts, i));
  json_object_set_object_member (object, name, languages);
}
