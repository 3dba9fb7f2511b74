/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of a clash in words; see wb-need-words.h. */

#include "config.h"

#include "wb-need-words.h"

#include "wb-format.h"
#include "wb-opening-hours.h"
#include "wb-wire-hours.h"
#include "wb-wire-reader.h"

#include <glib/gi18n-lib.h>

/* NULL = not there, or not readable: then it is shown as it came. */
static char *
say_hours (JsonNode   *object,
           const char *name)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autofree char *words = NULL;
  WbWireReader reader;

  wb_wire_reader_init (&reader, object);
  wb_wire_read_hours (&reader, name, WB_WIRE_REQUIRED, hours);
  if (!wb_wire_reader_finish (&reader, NULL))
    return NULL;
  words = wb_opening_hours_describe (hours);

  return *words ? g_steal_pointer (&words) : g_strdup (_ ("closed on all days"));
}

static char *
say_days (WbContext  *context,
          JsonNode   *object,
          const char *name)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  WbWireReader reader;
  JsonArray *days = NULL;

  wb_wire_reader_init (&reader, object);
  days = wb_wire_read_array (&reader, name, WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, NULL))
    return NULL;
  for (guint i = 0; i < json_array_get_length (days); i++) {
    JsonNode *node = json_array_get_element (days, i);
    const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
    gint32 date = WB_DATE_NONE;

    if (!text || !wb_date_parse (text, &date))
      return NULL;
    g_ptr_array_add (words, wb_format_date (date, wb_context_now (context),
                                            wb_context_get_zone (context)));
  }
  if (words->len == 0)
    return g_strdup (_ ("no days"));
  g_ptr_array_add (words, NULL);

  return g_strjoinv (", ", (char **) words->pdata);
}

char *
wb_need_words_value (WbContext  *context,
                     const char *path,
                     JsonNode   *object)
{
  if (!object || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;
  if (g_str_equal (path, "business_hours"))
    return say_hours (object, path);
  if (g_str_equal (path, "closed_days"))
    return say_days (context, object, path);

  return NULL;
}
