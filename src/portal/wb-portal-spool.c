/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of views and clicks into the ledger; see wb-portal-spool.h. What waits in memory is what
 * the journal holds, in the same order, and behind it what could not be written yet. The journal is
 * cut when all of it is in the ledger; killed between the two, the next run finds the lines again
 * and the ledger knows their ids. */

#include "config.h"

#include "wb-portal-spool.h"

#include <string.h>

#include "wb-ledger-customers.h"
#include "wb-portal-journal.h"
#include "wb-time.h"

/* At most so many in a transaction; as a rule the time that is given ends it. */
#define BATCH 1000
/* Of a batch with one in it that the ledger refuses. */
#define SINGLY 50
/* What is written again at once, when it could not be before. */
#define CHUNK_LINES 256

struct _WbPortalSpool
{
  WbClock *clock;             /* (owned) */
  WbRandom *random;           /* (owned) */
  WbPortalJournal *journal;   /* (owned) (nullable) */
  GQueue waiting;             /* (element-type Item) in the order of the journal */
  GQueue refused;             /* (element-type Item) the ledger cannot take them as it is */
  guint n_unwritten;          /* so many at the end of @waiting are not in the journal */
  gint64 n_taken;             /* bytes of the journal that are in memory or in the ledger */
  gboolean has_lost;          /* said so */
};

typedef struct
{
  WbLedgerSight sight;
  char *line;        /* (owned) with its end */
  GStrv words;       /* (owned) what @sight points to */
} Item;

/* The words of a line, apart by tabs. */
enum
{
  WORD_ID,
  WORD_AT,
  WORD_KIND,
  WORD_TICKET,
  WORD_TYPE,
  WORD_BANNER,
  WORD_PLACEMENT,
  WORD_FLAGS,      /* of "HA-": HEAD, fetched ahead */
  WORD_OFFERED,
  WORD_AGENT,
  N_WORDS,
};

static void
free_item (Item *item)
{
  g_free (item->line);
  g_strfreev (item->words);
  g_free (item);
}

static char *
print_line (const WbLedgerSight *sight,
            const char          *id,
            gint64               at)
{
  /* Other people's words may have tabs and ends of lines in them. */
  g_autofree char *ticket = g_strescape (sight->sight.ticket, NULL);
  g_autofree char *type = g_strescape (sight->type, NULL);
  g_autofree char *banner = g_strescape (sight->sight.banner, NULL);
  g_autofree char *agent = g_strescape (sight->sight.agent, NULL);

  return g_strdup_printf ("%s\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\t%s\t%s%s-\t%u\t%s\n", id, at,
                          wb_sight_kind_to_text (sight->sight.kind), ticket, type, banner,
                          wb_placement_to_text (sight->sight.placement),
                          sight->sight.is_head ? "H" : "", sight->sight.is_ahead ? "A" : "",
                          sight->offered, agent);
}

static void
unescape (char **word)
{
  char *text = g_strcompress (*word);

  g_free (*word);
  *word = text;
}

/* NULL = it is none; @line is taken. */
static Item *
parse_line (char *line)
{
  g_autofree char *owned = line;
  g_autofree char *bare = g_strndup (owned, strlen (owned) - 1);
  g_auto (GStrv) words = g_strsplit (bare, "\t", -1);
  WbLedgerSight sight = { .offered = 0 };
  guint64 offered = 0;
  Item *item = NULL;

  if (!g_str_is_ascii (bare) || g_strv_length (words) != N_WORDS || !*words[WORD_ID] ||
      !g_ascii_string_to_signed (words[WORD_AT], 10, G_MININT64, G_MAXINT64, &sight.sight.at,
                                 NULL) ||
      !wb_sight_kind_from_text (words[WORD_KIND], &sight.sight.kind) ||
      !g_ascii_string_to_unsigned (words[WORD_OFFERED], 10, 0, G_MAXUINT, &offered, NULL))
    return NULL;
  sight.sight.placement = wb_placement_from_text (words[WORD_PLACEMENT]);
  if (sight.sight.placement == WB_PLACEMENT_NONE)
    return NULL;

  unescape (&words[WORD_TICKET]);
  unescape (&words[WORD_TYPE]);
  unescape (&words[WORD_BANNER]);
  unescape (&words[WORD_AGENT]);
  sight.sight.id = words[WORD_ID];
  sight.sight.ticket = words[WORD_TICKET];
  sight.sight.banner = words[WORD_BANNER];
  sight.sight.agent = words[WORD_AGENT];
  sight.sight.is_head = strchr (words[WORD_FLAGS], 'H') ? TRUE : FALSE;
  sight.sight.is_ahead = strchr (words[WORD_FLAGS], 'A') ? TRUE : FALSE;
  sight.type = words[WORD_TYPE];
  sight.offered = (guint) offered;

  item = g_new0 (Item, 1);
  item->sight = sight;
  item->line = g_steal_pointer (&owned);
  item->words = g_steal_pointer (&words);

  return item;
}

/* What a computer that lost its power left need not be lines, nor text. */
static void
take_lines (WbPortalSpool *self,
            const char    *text,
            gsize          n_bytes)
{
  gsize n = 0;

  for (gsize at = 0; at < n_bytes; at += n) {
    const char *line = text + at;
    const char *end = memchr (line, '\n', n_bytes - at);
    Item *item = NULL;

    n = end ? (gsize) (end - line) + 1 : n_bytes - at;
    if (end && !memchr (line, '\0', n))
      item = parse_line (g_strndup (line, n));
    if (item)
      g_queue_push_tail (&self->waiting, item);
    else
      g_message ("A line of the journal of views and clicks is not understood and is left out");
  }
}

/* Takes up what is in the journal and not in memory: until something waits, or all is read. */
static void
read_more (WbPortalSpool *self)
{
  while (self->journal && self->refused.length < WB_PORTAL_SPOOL_MAX) {
    gsize n_bytes = 0;
    g_autofree char *text = wb_portal_journal_read (self->journal, self->n_taken, &n_bytes);

    if (!text)
      return;
    take_lines (self, text, n_bytes);
    self->n_taken += (gint64) n_bytes;
    if (self->waiting.length > 0)
      return;
  }
}

WbPortalSpool *
wb_portal_spool_open (const char  *path,
                      WbClock     *clock,
                      WbRandom    *random,
                      GError     **error)
{
  g_autoptr (WbPortalSpool) self = g_new0 (WbPortalSpool, 1);

  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  g_queue_init (&self->waiting);
  g_queue_init (&self->refused);
  if (path) {
    self->journal = wb_portal_journal_open (path, error);
    if (!self->journal)
      return NULL;
  }
  read_more (self);

  return g_steal_pointer (&self);
}

void
wb_portal_spool_close (WbPortalSpool *self)
{
  g_queue_clear_full (&self->waiting, (GDestroyNotify) free_item);
  g_queue_clear_full (&self->refused, (GDestroyNotify) free_item);
  g_clear_pointer (&self->journal, wb_portal_journal_close);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self);
}

/* Writes what waits only in memory, as far as the disk takes it. */
static void
write_waiting (WbPortalSpool *self)
{
  if (!wb_portal_journal_is_in_place (self->journal)) {
    /* Somebody deleted the journal; what it held is still here. */
    self->n_unwritten = self->waiting.length;
    self->n_taken = 0;
  }

  while (self->n_unwritten > 0) {
    g_autoptr (GString) lines = g_string_new (NULL);
    GList *link = g_queue_peek_nth_link (&self->waiting, self->waiting.length - self->n_unwritten);
    guint n = 0;

    for (; link && n < CHUNK_LINES; link = link->next, n++)
      g_string_append (lines, ((Item *) link->data)->line);
    if (!wb_portal_journal_append (self->journal, lines->str, lines->len))
      return;

    self->n_unwritten -= n;
    /* Unless something stands before them that was not read: a journal may open only now. */
    if (self->n_taken + (gint64) lines->len == wb_portal_journal_get_size (self->journal))
      self->n_taken += (gint64) lines->len;
  }
}

/* One more than memory is to hold. */
static void
leave_out (WbPortalSpool *self,
           const char    *line)
{
  if (self->journal && self->n_unwritten == 0 &&
      wb_portal_journal_append (self->journal, line, strlen (line)))
    return;

  if (!self->has_lost)
    g_message ("There is no room left for views and clicks; further ones are not counted");
  self->has_lost = TRUE;
}

void
wb_portal_spool_add (WbPortalSpool       *self,
                     const WbLedgerSight *sight)
{
  g_autofree char *id = wb_random_uuid (self->random);
  g_autofree char *line = NULL;

  g_return_if_fail (sight && sight->sight.ticket);

  line = print_line (sight, id, wb_clock_now (self->clock));
  if (wb_portal_spool_count (self) >= WB_PORTAL_SPOOL_MAX) {
    leave_out (self, line);
    return;
  }

  g_queue_push_tail (&self->waiting, parse_line (g_steal_pointer (&line)));
  self->n_unwritten++;
  if (self->journal)
    write_waiting (self);
}

guint
wb_portal_spool_count (WbPortalSpool *self)
{
  return self->waiting.length + self->refused.length;
}

gint64
wb_portal_spool_oldest (WbPortalSpool *self)
{
  const Item *next = g_queue_peek_head (&self->waiting);
  const Item *refused = g_queue_peek_head (&self->refused);

  if (!next || !refused)
    return next || refused ? (next ? next : refused)->sight.sight.at : WB_TIME_NONE;

  return MIN (next->sight.sight.at, refused->sight.sight.at);
}

static gboolean
store_item (WbLedger    *ledger,
            const Item  *item,
            GError     **error)
{
  WbLedgerSight sight = item->sight;
  g_autofree char *ticket = NULL;
  g_autofree char *type = NULL;
  gboolean is_new = FALSE;

  if (g_str_has_prefix (sight.sight.ticket, WB_PORTAL_SPOOL_KEY)) {
    const char *key = sight.sight.ticket + strlen (WB_PORTAL_SPOOL_KEY);

    if (!wb_ledger_customer_find_type (ledger, key, &ticket, &type, error))
      return FALSE;
    /* Nobody's key. */
    if (!ticket)
      return TRUE;
    sight.sight.ticket = ticket;
    sight.type = type ? type : "";
  }

  return wb_ledger_sight_add (ledger, &sight, &is_new, error);
}

static void
drop_first (WbPortalSpool *self,
            guint          n)
{
  for (guint i = 0; i < n; i++)
    free_item (g_queue_pop_head (&self->waiting));
  self->n_unwritten = MIN (self->n_unwritten, self->waiting.length);
}

/* The first @n_max that wait, or fewer when the time is over; all or none of them. */
static gboolean
store_batch (WbPortalSpool  *self,
             WbLedger       *ledger,
             guint           n_max,
             gint64          until,
             GError        **error)
{
  guint64 n_events = ledger->n_events;
  GList *link = self->waiting.head;
  gboolean stored = TRUE;
  guint n = 0;

  if (!wb_db_is_in_place (ledger->db)) {
    g_set_error_literal (error, WB_DB_ERROR, WB_DB_ERROR_CANNOT_OPEN,
                         "The database was deleted or replaced");
    return FALSE;
  }
  if (!wb_db_try_begin_immediate (ledger->db, error))
    return FALSE;

  do {
    stored = store_item (ledger, link->data, error);
    link = link->next;
    n++;
  } while (stored && link && n < n_max && g_get_monotonic_time () < until);
  stored = stored && wb_db_commit (ledger->db, error);
  if (!stored) {
    if (wb_db_in_transaction (ledger->db))
      wb_db_rollback (ledger->db);
    ledger->n_events = n_events;
    return FALSE;
  }
  drop_first (self, n);

  return TRUE;
}

/* Whether trying again later may help as things are. */
static gboolean
passes (const GError *error)
{
  return error->domain == WB_DB_ERROR && error->code != WB_DB_ERROR_CONSTRAINT &&
         error->code != WB_DB_ERROR_CORRUPT;
}

/* One that the ledger cannot take must not keep those behind it. */
static gboolean
store_singly (WbPortalSpool  *self,
              WbLedger       *ledger,
              guint           n,
              GError        **error)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) local_error = NULL;

    if (store_batch (self, ledger, 1, 0, &local_error))
      continue;
    if (passes (local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    g_message ("A view or click cannot be stored: %s", local_error->message);
    g_queue_push_tail (&self->refused, g_queue_pop_head (&self->waiting));
    self->n_unwritten = MIN (self->n_unwritten, self->waiting.length);
  }

  return TRUE;
}

static gboolean
store_next (WbPortalSpool  *self,
            WbLedger       *ledger,
            gint64          until,
            GError        **error)
{
  g_autoptr (GError) local_error = NULL;

  if (store_batch (self, ledger, BATCH, until, &local_error))
    return TRUE;
  if (!passes (local_error))
    return store_singly (self, ledger, MIN (self->waiting.length, SINGLY), error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Those that were refused stand only in the journal, so it is kept for them: the next start tries
 * again. */
static void
cut (WbPortalSpool *self)
{
  if (!self->journal || self->refused.length > 0 || self->n_taken == 0)
    return;
  if (wb_portal_journal_is_in_place (self->journal) &&
      /* The disk may not give all of it back just now. */
      (self->n_taken < wb_portal_journal_get_size (self->journal) ||
       !wb_portal_journal_cut (self->journal)))
    return;

  self->n_taken = 0;
}

gboolean
wb_portal_spool_drain (WbPortalSpool  *self,
                       WbLedger       *ledger,
                       int             budget_ms,
                       GError        **error)
{
  gint64 until = g_get_monotonic_time () + budget_ms * G_TIME_SPAN_MILLISECOND;

  do {
    if (self->waiting.length == 0)
      read_more (self);
    if (self->waiting.length == 0) {
      cut (self);
      return TRUE;
    }
    if (!store_next (self, ledger, until, error))
      return FALSE;
  } while (g_get_monotonic_time () < until);

  if (self->waiting.length > 0)
    return FALSE;
  read_more (self);
  if (self->waiting.length == 0)
    cut (self);

  return self->waiting.length == 0;
}
