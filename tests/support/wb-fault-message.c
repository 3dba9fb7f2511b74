/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP messages as text, and what is done to them when somebody lies; see wb-fault-private.h. */

#include "config.h"

#include "wb-fault-private.h"

#include <string.h>

/* The value of a header in the head of @text, which ends at @head_size. */
char *
wb_fault_dup_header (const GString *text,
                     gsize          head_size,
                     const char    *name)
{
  g_autofree char *head = g_strndup (text->str, head_size);
  g_auto (GStrv) rows = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; rows[i]; i++) {
    if (g_ascii_strncasecmp (rows[i], name, length) == 0 && rows[i][length] == ':')
      return g_strdup (g_strstrip (rows[i] + length + 1));
  }

  return NULL;
}

/* Where the body starts; 0 = the head is not complete yet. */
gsize
wb_fault_find_body (const GString *text)
{
  const char *end = g_strstr_len (text->str, (gssize) text->len, "\r\n\r\n");

  return end ? (gsize) (end - text->str) + 4 : 0;
}

/* Whether @text holds a message whole, as far as its length says. */
gboolean
wb_fault_is_whole (const GString *text,
                   gboolean       is_request)
{
  gsize body = wb_fault_find_body (text);
  g_autofree char *length = NULL;

  if (body == 0)
    return FALSE;
  length = wb_fault_dup_header (text, body, "Content-Length");
  if (!length)
    return is_request;

  return text->len >= body + g_ascii_strtoull (length, NULL, 10);
}

void
wb_fault_replace_header (GString    *text,
                         const char *name,
                         const char *value)
{
  gsize body = wb_fault_find_body (text);
  g_autofree char *head = g_strndup (text->str, body - 4);
  g_auto (GStrv) rows = g_strsplit (head, "\r\n", -1);
  GString *changed = g_string_new (rows[0]);
  gsize length = strlen (name);

  for (guint i = 1; rows[i]; i++) {
    if (g_ascii_strncasecmp (rows[i], name, length) != 0 || rows[i][length] != ':')
      g_string_append_printf (changed, "\r\n%s", rows[i]);
  }
  g_string_append_printf (changed, "\r\n%s: %s\r\n\r\n", name, value);
  g_string_append_len (changed, text->str + body, (gssize) (text->len - body));
  g_string_assign (text, "");
  g_string_append_len (text, changed->str, (gssize) changed->len);
  g_string_free (changed, TRUE);
}

gboolean
wb_fault_asks_for (const GString *request,
                   const char    *method,
                   const char    *ending)
{
  g_autofree char *line = g_strndup (request->str, strcspn (request->str, "\r"));
  g_auto (GStrv) words = g_strsplit_set (line, " ?", 4);

  return g_str_equal (words[0], method) && words[1] && g_str_has_suffix (words[1], ending);
}

/* The request asks for the call itself instead: what was to be done is thrown away. */
void
wb_fault_ask_instead (GString *request)
{
  gsize body = wb_fault_find_body (request);
  const char *path = strchr (request->str, ' ') + 1;
  gsize size = strcspn (path, " ");
  g_autofree char *whole = g_strndup (path, size);
  g_autofree char *token = wb_fault_dup_header (request, body, "Authorization");
  char *last = strrchr (whole, '/');

  *last = '\0';
  g_string_printf (request, "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n"
                   "Connection: close\r\n\r\n", whole, token);
}

static void
replace_body (GString    *answer,
              const char *status_line,
              const char *body)
{
  g_string_printf (answer, "%s\r\nContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                   "\r\nConnection: close\r\n\r\n%s", status_line, strlen (body), body);
}

/* The feed without what happened. */
void
wb_fault_empty_feed (GString *answer)
{
  const char *cursor = strstr (answer->str, "\"next_cursor\":\"");
  g_autofree char *value = NULL;
  g_autofree char *body = NULL;

  if (!cursor)
    return;
  cursor += strlen ("\"next_cursor\":\"");
  value = g_strndup (cursor, strcspn (cursor, "\""));
  body = g_strdup_printf ("{\"results\":[],\"next_cursor\":\"%s\",\"has_more\":false}", value);
  replace_body (answer, "HTTP/1.1 200 OK", body);
}

/* The refusal's "current", with who asked as its holder. */
void
wb_fault_pretend_taken (GString    *answer,
                        const char *user_id)
{
  const char *current = strstr (answer->str, "\"current\":{");
  GString *object = NULL;
  g_autofree char *holder = NULL;
  const char *member = NULL;
  int depth = 0;
  gsize size = 0;

  if (!current)
    return;
  current += strlen ("\"current\":");
  for (const char *c = current; *c; c++) {
    depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
    if (depth == 0) {
      size = (gsize) (c - current) + 1;
      break;
    }
  }
  object = g_string_new_len (current, (gssize) size);
  member = strstr (object->str, "\"assignee\":\"");
  if (member) {
    gssize start = member - object->str;

    holder = g_strdup_printf ("\"assignee\":\"%s\"", user_id);
    g_string_erase (object, start,
                    (gssize) strcspn (member + strlen ("\"assignee\":\""), "\"") +
                    (gssize) strlen ("\"assignee\":\"\""));
    g_string_insert (object, start, holder);
  }
  replace_body (answer, "HTTP/1.1 200 OK", object->str);
  g_string_free (object, TRUE);
}
