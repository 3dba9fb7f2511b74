/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door JSON comes in by; see wb-wire.h.
 *
 * json-glib reads more than JSON and some of it wrongly: it recurses per level (a deep body
 * overflows the stack), takes 0123 as octal and 0x10 as hexadecimal, turns 99999999999999999999
 * into -1 and 1e999 into an infinity that it cannot print, ends a text at \u0000, and makes bytes
 * that are no UTF-8 out of half a surrogate pair. So one iterative pass looks at every byte first:
 * it refuses what is not JSON and mends, in a copy of the same length, what servers do send. */

#include "config.h"

#include "wb-wire.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SHOWN_CHARS 80

/* What a byte may be outside a text. */
typedef enum
{
  BYTE_REFUSED = 0,
  BYTE_PLAIN,     /* white space, separators, the letters of true, false and null */
  BYTE_QUOTE,
  BYTE_OPEN,
  BYTE_CLOSE,
  BYTE_NUMBER,
} ByteClass;

static const guint8 byte_classes[256] = {
  [' '] = BYTE_PLAIN, ['\t'] = BYTE_PLAIN, ['\n'] = BYTE_PLAIN, ['\r'] = BYTE_PLAIN,
  [','] = BYTE_PLAIN, [':'] = BYTE_PLAIN,
  ['t'] = BYTE_PLAIN, ['r'] = BYTE_PLAIN, ['u'] = BYTE_PLAIN, ['e'] = BYTE_PLAIN,
  ['f'] = BYTE_PLAIN, ['a'] = BYTE_PLAIN, ['l'] = BYTE_PLAIN, ['s'] = BYTE_PLAIN,
  ['n'] = BYTE_PLAIN,
  ['"'] = BYTE_QUOTE,
  ['{'] = BYTE_OPEN, ['['] = BYTE_OPEN,
  ['}'] = BYTE_CLOSE, [']'] = BYTE_CLOSE,
  ['-'] = BYTE_NUMBER, ['0'] = BYTE_NUMBER, ['1'] = BYTE_NUMBER, ['2'] = BYTE_NUMBER,
  ['3'] = BYTE_NUMBER, ['4'] = BYTE_NUMBER, ['5'] = BYTE_NUMBER, ['6'] = BYTE_NUMBER,
  ['7'] = BYTE_NUMBER, ['8'] = BYTE_NUMBER, ['9'] = BYTE_NUMBER,
};

typedef struct
{
  const char *data;   /* (unowned) the body, or mended once there is one */
  gsize length;
  char *mended;       /* (owned) (nullable) a copy of the same length with what had to be mended */
} Scan;

G_DEFINE_QUARK (wb-wire-error-quark, wb_wire_error)

/* The first line of a body for a message: printable, at most 80 characters. */
static char *
show_first_line (const char *data,
                 gsize       length)
{
  gsize line = 0;
  g_autofree char *valid = NULL;
  g_autofree char *cut = NULL;

  /* A page of 16 MiB without a line break is no reason to copy all of it. */
  length = MIN (length, SHOWN_CHARS * 6);
  while (line < length && data[line] != '\n' && data[line] != '\r' && data[line] != '\0')
    line++;

  valid = g_utf8_make_valid (data, (gssize) line);
  for (char *c = valid; *c != '\0'; c++) {
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  }
  cut = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), SHOWN_CHARS));

  return g_steal_pointer (&cut);
}

static void
set_not_json (GError     **error,
              const char  *message)
{
  g_set_error_literal (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON, message);
}

static gboolean
refuse_cut_off (const Scan  *scan,
                GError     **error)
{
  g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
               _ ("The JSON is cut off after %zu bytes"), scan->length);

  return FALSE;
}

static gboolean
refuse_byte (gsize    at,
             GError **error)
{
  g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
               _ ("Not JSON: an unexpected character at byte %zu"), at + 1);

  return FALSE;
}

static char *
mend (Scan *scan)
{
  if (!scan->mended) {
    scan->mended = g_malloc (scan->length + 1);
    memcpy (scan->mended, scan->data, scan->length);
    scan->mended[scan->length] = '\0';
    scan->data = scan->mended;
  }

  return scan->mended;
}

/* The UTF-16 unit of the escape \uXXXX that begins at @at; -1 if it is none. */
static int
peek_unit (const Scan *scan,
           gsize       at)
{
  int unit = 0;

  if (at + 6 > scan->length || scan->data[at] != '\\' || scan->data[at + 1] != 'u')
    return -1;

  for (gsize i = at + 2; i < at + 6; i++) {
    int digit = g_ascii_xdigit_value (scan->data[i]);

    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
  }

  return unit;
}

/* An escape at @at, which is its backslash. Half a surrogate pair (a name that some program cut in
 * the middle of an emoji) and NUL become U+FFFD: the ticket is worth more than that character. */
static gboolean
scan_escape (Scan    *scan,
             gsize    at,
             gsize   *next_out,
             GError **error)
{
  int unit = -1;
  int second = -1;

  if (at + 1 >= scan->length)
    return refuse_cut_off (scan, error);

  if (scan->data[at + 1] != 'u') {
    if (!strchr ("\"\\/bfnrt", scan->data[at + 1]))
      return refuse_byte (at, error);
    *next_out = at + 2;
    return TRUE;
  }

  unit = peek_unit (scan, at);
  if (unit < 0)
    return at + 6 > scan->length ? refuse_cut_off (scan, error) : refuse_byte (at, error);

  if (unit >= 0xd800 && unit <= 0xdbff)
    second = peek_unit (scan, at + 6);
  if (second >= 0xdc00 && second <= 0xdfff) {
    *next_out = at + 12;
    return TRUE;
  }
  if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff))
    memcpy (mend (scan) + at, "\\ufffd", 6);
  *next_out = at + 6;

  return TRUE;
}

/* From the byte after the opening quote to the byte after the closing one. */
static gboolean
scan_text (Scan    *scan,
           gsize   *at,
           GError **error)
{
  gsize i = *at;

  while (i < scan->length) {
    guchar c = (guchar) scan->data[i];

    if (c == '"') {
      *at = i + 1;
      return TRUE;
    }
    if (c == '\\') {
      if (!scan_escape (scan, i, &i, error))
        return FALSE;
    } else {
      i++;
    }
  }

  return refuse_cut_off (scan, error);
}

static gsize
skip_digits (const Scan *scan,
             gsize       at)
{
  while (at < scan->length && g_ascii_isdigit (scan->data[at]))
    at++;

  return at;
}

/* A number, by JSON's own grammar. A whole number too long for 64 bits is written as a power of ten
 * in the same space, so that it is read as what it is: a number that is no version and no count. */
static gboolean
scan_number (Scan    *scan,
             gsize   *at,
             GError **error)
{
  gsize start = *at;
  gsize digits = scan->data[start] == '-' ? start + 1 : start;
  gsize end = skip_digits (scan, digits);
  gboolean is_whole = TRUE;

  if (end == digits)
    return end == scan->length ? refuse_cut_off (scan, error) : refuse_byte (end, error);
  if (end > digits + 1 && scan->data[digits] == '0')
    return refuse_byte (digits, error);
  if (end < scan->length && scan->data[end] == '.') {
    gsize fraction = end + 1;

    is_whole = FALSE;
    end = skip_digits (scan, fraction);
    if (end == fraction)
      return end == scan->length ? refuse_cut_off (scan, error) : refuse_byte (end, error);
  }
  if (end < scan->length && (scan->data[end] == 'e' || scan->data[end] == 'E')) {
    gsize exponent = end + 1;

    is_whole = FALSE;
    if (exponent < scan->length && strchr ("+-", scan->data[exponent]))
      exponent++;
    end = skip_digits (scan, exponent);
    if (end == exponent)
      return end == scan->length ? refuse_cut_off (scan, error) : refuse_byte (end, error);
  }

  if (is_whole && end - digits > 18)
    memcpy (mend (scan) + end - 2, "e2", 2);
  if (end - digits > 18 || !is_whole) {
    g_autofree char *number = g_strndup (scan->data + start, end - start);

    if (!isfinite (g_ascii_strtod (number, NULL)))
      return refuse_byte (start, error);
  }
  *at = end;

  return TRUE;
}

/* Every byte once, no recursion. */
static gboolean
scan_body (Scan    *scan,
           GError **error)
{
  gsize i = 0;
  guint depth = 0;
  gboolean is_done = FALSE;

  while (i < scan->length) {
    guchar c = (guchar) scan->data[i];
    ByteClass class = byte_classes[c];

    if (is_done && !g_ascii_isspace (c) && class != BYTE_REFUSED) {
      set_not_json (error, _ ("Not JSON: something follows after its end"));
      return FALSE;
    }

    switch (class) {
      case BYTE_PLAIN:
        /* A word that is all there is: the parser would read on behind it, and lose a value. */
        is_done = is_done || (depth == 0 && g_ascii_isalpha (c));
        i++;
        while (g_ascii_isalpha (c) && i < scan->length && g_ascii_isalpha (scan->data[i]) &&
               byte_classes[(guchar) scan->data[i]] == BYTE_PLAIN)
          i++;
        break;
      case BYTE_QUOTE:
        i++;
        if (!scan_text (scan, &i, error))
          return FALSE;
        is_done = depth == 0;
        break;
      case BYTE_NUMBER:
        if (!scan_number (scan, &i, error))
          return FALSE;
        is_done = depth == 0;
        break;
      case BYTE_OPEN:
        i++;
        if (++depth > WB_WIRE_MAX_DEPTH) {
          g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_TOO_DEEP,
                       _ ("The JSON is nested deeper than %d levels"), WB_WIRE_MAX_DEPTH);
          return FALSE;
        }
        break;
      case BYTE_CLOSE:
        if (depth == 0)
          return refuse_byte (i, error);
        i++;
        is_done = --depth == 0;
        break;
      case BYTE_REFUSED:
      default:
        return refuse_byte (i, error);
    }
  }

  return depth == 0 ? TRUE : refuse_cut_off (scan, error);
}

/* What can be said about a body before it is looked at as JSON. */
static gboolean
check_start (const char  *data,
             gsize        length,
             GError     **error)
{
  gsize start = 0;
  const char *bad = NULL;

  while (start < length && g_ascii_isspace (data[start]))
    start++;
  if (start == length) {
    set_not_json (error, _ ("Empty instead of JSON"));
    return FALSE;
  }
  if (data[start] == '<') {
    g_autofree char *line = show_first_line (data + start, length - start);

    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
                 _ ("HTML instead of JSON: %s"), line);
    return FALSE;
  }
  if (!g_utf8_validate_len (data, length, &bad)) {
    /* A body cut inside a character is cut off, not in another encoding. */
    if (g_utf8_get_char_validated (bad, (gssize) (data + length - bad)) == (gunichar) - 2 &&
        *bad != '\0')
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
                   _ ("The JSON is cut off after %zu bytes"), length);
    else
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
                   _ ("Not UTF-8 at byte %zu"), (gsize) (bad - data) + 1);
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_wire_parse:
 * @data: (array length=length): a body
 * @length: its bytes; -1 = NUL-terminated
 * @max_bytes: the caller's cap, e.g. `WB_WIRE_MAX_BODY_BYTES`
 *
 * Reads one JSON value. A byte order mark is skipped; half a surrogate pair and `\u0000` inside a
 * text become U+FFFD; a whole number that does not fit 64 bits becomes a floating one. Any thread,
 * but parse and free on the same one where speed matters (reference/floors.md 4).
 *
 * Returns: (transfer full): the value; `NULL` with WB_WIRE_ERROR_TOO_LARGE, _TOO_DEEP or _NOT_JSON
 */
JsonNode *
wb_wire_parse (const char  *data,
               gssize       length,
               gsize        max_bytes,
               GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *mended = NULL;
  JsonNode *root = NULL;
  Scan scan = { NULL, 0, NULL };
  gboolean ok = FALSE;

  g_return_val_if_fail (data || length == 0, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  scan.data = data ? data : "";
  scan.length = length < 0 ? strlen (data) : (gsize) length;
  if (scan.length > max_bytes) {
    g_autofree char *limit = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);

    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_TOO_LARGE,
                 _ ("The JSON is larger than %s"), limit);
    return NULL;
  }

  if (scan.length >= 3 && memcmp (scan.data, "\xef\xbb\xbf", 3) == 0) {
    scan.data += 3;
    scan.length -= 3;
  }
  if (!check_start (scan.data, scan.length, error))
    return NULL;
  ok = scan_body (&scan, error);
  mended = scan.mended;
  if (!ok)
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, scan.data, (gssize) scan.length, &cause)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON,
                 _ ("Not JSON: %s"), cause->message);
    return NULL;
  }
  root = json_parser_steal_root (parser);
  if (!root)
    set_not_json (error, _ ("Empty instead of JSON"));

  return root;
}

/**
 * wb_wire_print:
 * @node: a value
 *
 * Writes a value without white space. Any thread.
 *
 * Returns: (transfer full): UTF-8 JSON
 */
char *
wb_wire_print (JsonNode *node)
{
  g_return_val_if_fail (node, NULL);

  return json_to_string (node, FALSE);
}
