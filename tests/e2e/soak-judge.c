/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The judge of the soak; the rules are in the header. */

#include "config.h"

#include "soak-judge.h"

#include "wb-activity.h"

#include <string.h>

/* What a busy computer may take from an answer's arrival to a picture with it. */
#define GRACE_SECS 15
#define CLOSED "Call closed: "
#define REOPENED "Call reopened"

/* One call shown by one agent as its own, from one picture to the first without it. */
typedef struct
{
  guint agent;
  guint call;
  gint64 version;
  gint64 from_usec;
  gint64 to_usec;
} Showing;

typedef struct
{
  const SoakStory *story;
  SoakSums sums;
  GPtrArray *problems;      /* (owned) (element-type utf8) */
  GPtrArray *versions;      /* (owned) by call: (element-type SoakEvent), not owned */
  GArray *showings;         /* (owned) (element-type Showing) */
  GHashTable *notes;        /* (owned) note -> Note */
} Judge;

typedef struct
{
  guint call;
  gboolean is_kept;
  guint n_undone;
  guint n_found;
} Note;

void
soak_event_free (SoakEvent *self)
{
  g_free (self->holder);
  g_free (self);
}

void
soak_agent_free (SoakAgent *self)
{
  g_free (self->user_id);
  g_ptr_array_unref (self->journal);
  g_array_unref (self->told);
  g_free (self);
}

void
soak_call_free (SoakCall *self)
{
  g_free (self->outcome);
  g_ptr_array_unref (self->coupons);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

SoakStory *
soak_story_new (void)
{
  SoakStory *self = g_new0 (SoakStory, 1);

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) soak_event_free);
  self->agents = g_ptr_array_new_with_free_func ((GDestroyNotify) soak_agent_free);
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) soak_call_free);

  return self;
}

void
soak_story_free (SoakStory *self)
{
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->agents);
  g_ptr_array_unref (self->calls);
  g_free (self);
}

static void
accuse (Judge      *judge,
        const char *format,
        ...) G_GNUC_PRINTF (2, 3);

static void
accuse (Judge      *judge,
        const char *format,
        ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (judge->problems, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
sort_events (Judge *judge)
{
  const SoakStory *story = judge->story;

  for (guint i = 0; i < story->calls->len; i++)
    g_ptr_array_add (judge->versions, g_ptr_array_new ());
  for (guint i = 0; i < story->events->len; i++) {
    SoakEvent *event = g_ptr_array_index (story->events, i);
    GPtrArray *versions = g_ptr_array_index (judge->versions, event->call);
    const SoakEvent *last = versions->len > 0 ? g_ptr_array_index (versions, versions->len - 1) : NULL;

    if (last && last->version >= event->version)
      accuse (judge, "version: call %u goes from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, event->call,
              last->version, event->version);
    g_ptr_array_add (versions, event);
  }
}

/* How often the feed shows the call being closed, less how often it shows it being opened again. */
static void
count_closings (Judge *judge,
                guint  index,
                guint *closings_out,
                guint *reopenings_out)
{
  GPtrArray *versions = g_ptr_array_index (judge->versions, index);
  gboolean is_open = TRUE;

  *closings_out = *reopenings_out = 0;
  for (guint i = 0; i < versions->len; i++) {
    const SoakEvent *event = g_ptr_array_index (versions, i);

    *closings_out += is_open && !event->is_open;
    *reopenings_out += !is_open && event->is_open;
    is_open = event->is_open;
  }
}

static void
judge_outcome (Judge *judge,
               guint  index)
{
  const SoakCall *call = g_ptr_array_index (judge->story->calls, index);
  guint n_closed = 0;
  guint n_reopened = 0;
  guint closings = 0;
  guint reopenings = 0;
  g_autofree char *last = NULL;

  for (guint i = 0; i < call->texts->len; i++) {
    const char *text = g_ptr_array_index (call->texts, i);

    if (g_str_has_prefix (text, CLOSED)) {
      n_closed++;
      g_free (last);
      last = g_strndup (text + strlen (CLOSED), strcspn (text + strlen (CLOSED), "\n"));
    }
    n_reopened += g_str_has_prefix (text, REOPENED);
  }
  count_closings (judge, index, &closings, &reopenings);
  judge->sums.n_closings += n_closed;
  judge->sums.n_reopenings += n_reopened;
  judge->sums.n_coupons += call->n_coupons;
  if (call->n_coupons > 1)
    accuse (judge, "coupon: call %u has %u", index, call->n_coupons);

  if (call->is_open || !call->outcome)
    accuse (judge, "outcome: call %u is open in the end", index);
  else if (n_closed != n_reopened + 1)
    accuse (judge, "outcome: call %u was closed %u times and reopened %u times", index, n_closed, n_reopened);
  else if (g_strcmp0 (last, wb_outcome_label (wb_outcome_from_text (call->outcome))) != 0)
    accuse (judge, "outcome: call %u is %s, but was last closed as %s", index, call->outcome, last);
  if (closings != n_closed || reopenings != n_reopened)
    accuse (judge, "outcome: call %u was closed %u times by the feed and %u times by its history", index,
            closings, n_closed);
}

/* What the server said of @call in @version; NULL = the feed has no such version. */
static const SoakEvent *
find_version (Judge  *judge,
              guint   call,
              gint64  version)
{
  GPtrArray *versions = g_ptr_array_index (judge->versions, call);

  for (guint i = 0; i < versions->len; i++) {
    const SoakEvent *event = g_ptr_array_index (versions, i);

    if (event->version == version)
      return event;
  }

  return NULL;
}

static void
judge_held (Judge          *judge,
            guint           agent_index,
            const SoakLine *line,
            const SoakHeld *held)
{
  const SoakAgent *agent = g_ptr_array_index (judge->story->agents, agent_index);
  GPtrArray *versions = g_ptr_array_index (judge->versions, held->call);
  const SoakEvent *shown = find_version (judge, held->call, held->version);

  if (!shown || !shown->is_open || g_strcmp0 (shown->holder, agent->user_id) != 0) {
    accuse (judge, "holder: agent %u shows call %u as its own in version %" G_GINT64_FORMAT
            ", in which it is not", agent_index, held->call, held->version);
    return;
  }
  for (guint i = 0; i < versions->len; i++) {
    const SoakEvent *event = g_ptr_array_index (versions, i);

    if (event->version > held->version && event->seq <= line->seq) {
      accuse (judge, "holder: agent %u shows call %u in version %" G_GINT64_FORMAT ", but has read version %"
              G_GINT64_FORMAT, agent_index, held->call, held->version, event->version);
      return;
    }
  }
}

/* The showings that go on, and those that end, with one picture; NULL = the program has ended. */
static void
follow_showings (Judge          *judge,
                 guint           agent_index,
                 GArray         *going_on,
                 const SoakLine *line,
                 GArray         *held)
{
  for (guint i = going_on->len; i-- > 0;) {
    Showing *showing = &g_array_index (going_on, Showing, i);
    gboolean is_there = FALSE;

    for (guint k = 0; held && k < held->len; k++) {
      const SoakHeld *item = &g_array_index (held, SoakHeld, k);

      is_there |= item->confirmed && item->call == showing->call && item->version == showing->version;
    }
    showing->to_usec = line->at_usec;
    if (!is_there) {
      g_array_append_val (judge->showings, *showing);
      g_array_remove_index (going_on, i);
    }
  }
  for (guint k = 0; held && k < held->len; k++) {
    const SoakHeld *item = &g_array_index (held, SoakHeld, k);
    gboolean is_known = !item->confirmed;

    for (guint i = 0; i < going_on->len; i++)
      is_known |= g_array_index (going_on, Showing, i).call == item->call;
    if (!is_known) {
      Showing showing = { agent_index, item->call, item->version, line->at_usec, line->at_usec };

      g_array_append_val (going_on, showing);
    }
  }
}

static void
judge_pictures (Judge *judge,
                guint  agent_index)
{
  const SoakAgent *agent = g_ptr_array_index (judge->story->agents, agent_index);
  g_autoptr (GArray) going_on = g_array_new (FALSE, FALSE, sizeof (Showing));

  for (guint i = 0; i < agent->journal->len; i++) {
    const SoakLine *line = g_ptr_array_index (agent->journal, i);

    if (line->kind == SOAK_LIFE || i + 1 == agent->journal->len) {
      follow_showings (judge, agent_index, going_on, line, NULL);
    } else if (line->kind == SOAK_SAW) {
      follow_showings (judge, agent_index, going_on, line, line->held);
      judge->sums.n_shown += line->held->len > 0;
      for (guint k = 0; k < line->held->len; k++) {
        const SoakHeld *held = &g_array_index (line->held, SoakHeld, k);

        if (held->confirmed)
          judge_held (judge, agent_index, line, held);
      }
    }
  }
}

/* @older and @newer show one call at once. */
static void
judge_overlap (Judge         *judge,
               const Showing *older,
               const Showing *newer)
{
  const SoakAgent *agent = g_ptr_array_index (judge->story->agents, older->agent);
  const SoakEvent *event = find_version (judge, newer->call, newer->version);
  gint64 overlap_usec = MIN (older->to_usec, newer->to_usec) - MAX (older->from_usec, newer->from_usec);

  judge->sums.n_overlaps++;
  judge->sums.longest_usec = MAX (judge->sums.longest_usec, overlap_usec);
  for (guint i = 0; event && i < agent->told->len; i++) {
    const SoakTold *told = &g_array_index (agent->told, SoakTold, i);

    if (told->seq < event->seq || told->at_usec < older->from_usec)
      continue;
    if (older->to_usec > told->at_usec + GRACE_SECS * G_USEC_PER_SEC)
      accuse (judge, "told: agent %u goes on showing call %u, which agent %u has; it was told", older->agent,
              older->call, newer->agent);
    return;
  }
}

static int
compare_showings (gconstpointer a,
                  gconstpointer b)
{
  const Showing *first = a;
  const Showing *second = b;

  if (first->call != second->call)
    return first->call < second->call ? -1 : 1;

  return first->from_usec < second->from_usec ? -1 : first->from_usec > second->from_usec;
}

static void
judge_overlaps (Judge *judge)
{
  g_array_sort (judge->showings, compare_showings);
  for (guint i = 0; i < judge->showings->len; i++) {
    const Showing *first = &g_array_index (judge->showings, Showing, i);

    for (guint k = i + 1; k < judge->showings->len; k++) {
      const Showing *second = &g_array_index (judge->showings, Showing, k);

      if (second->call != first->call)
        break;
      if (second->agent == first->agent || second->from_usec >= first->to_usec)
        continue;
      if (first->version < second->version)
        judge_overlap (judge, first, second);
      else
        judge_overlap (judge, second, first);
    }
  }
}

static Note *
get_note (Judge      *judge,
          const char *name,
          guint       call)
{
  Note *note = g_hash_table_lookup (judge->notes, name);

  if (!note) {
    note = g_new0 (Note, 1);
    note->call = call;
    g_hash_table_insert (judge->notes, g_strdup (name), note);
  }

  return note;
}

static void
collect_notes (Judge           *judge,
               const SoakAgent *agent)
{
  for (guint i = 0; i < agent->journal->len; i++) {
    const SoakLine *line = g_ptr_array_index (agent->journal, i);

    if (line->kind == SOAK_MEANS)
      get_note (judge, line->word, line->call);
    else if (line->kind == SOAK_KEPT)
      get_note (judge, line->word, line->call)->is_kept = TRUE;
    else if (line->kind == SOAK_UNDID)
      get_note (judge, line->word, line->call)->n_undone++;
  }
}

/* Notes are named "[...]" in what is typed. */
static void
find_notes (Judge      *judge,
            guint       call,
            const char *text)
{
  for (const char *start = strchr (text, '['); start; start = strchr (start + 1, '[')) {
    g_autofree char *name = g_strndup (start, strcspn (start, "]") + 1);
    Note *note = g_hash_table_lookup (judge->notes, name);

    if (!note || note->call != call)
      accuse (judge, "note: %s stands with call %u, where nobody typed it", name, call);
    else
      note->n_found++;
  }
}

static void
judge_notes (Judge *judge)
{
  const SoakStory *story = judge->story;
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  for (guint i = 0; i < story->agents->len; i++)
    collect_notes (judge, g_ptr_array_index (story->agents, i));
  for (guint i = 0; i < story->calls->len; i++) {
    const SoakCall *call = g_ptr_array_index (story->calls, i);

    for (guint k = 0; k < call->texts->len; k++)
      find_notes (judge, i, g_ptr_array_index (call->texts, k));
  }
  g_hash_table_iter_init (&iter, judge->notes);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const Note *note = value;

    judge->sums.n_notes += note->is_kept;
    if (note->is_kept && note->n_found == 0)
      accuse (judge, "note: %s of call %u is lost", (char *) name, note->call);
    if (note->n_found > 1 + note->n_undone)
      accuse (judge, "note: %s of call %u stands there %u times", (char *) name, note->call, note->n_found);
  }
}

static void
judge_coupon (Judge          *judge,
              guint           agent_index,
              const SoakLine *line)
{
  const SoakCall *call = g_ptr_array_index (judge->story->calls, line->call);

  if (!g_ptr_array_find_with_equal_func (call->coupons, line->word, g_str_equal, NULL))
    accuse (judge, "coupon: agent %u was told of coupon %s for call %u, which it does not have", agent_index,
            line->word, line->call);
}

static void
judge_refusal (Judge          *judge,
               guint           agent_index,
               const SoakLine *line)
{
  static const char *const fair[] = { "/already_assigned", "/activity_closed", "/activity_open",
                                      /* What was to be reopened had been closed by somebody else. */
                                      "activity.reopen/role_required", "ticket.coupon/coupon_exists" };
  gboolean is_fair = FALSE;

  judge->sums.n_refused++;
  for (guint i = 0; i < G_N_ELEMENTS (fair); i++)
    is_fair |= g_str_has_suffix (line->word, fair[i]);
  if (!is_fair)
    accuse (judge, "refused: agent %u was refused call %u: %s", agent_index, line->call, line->word);
}

static void
judge_end (Judge *judge,
           guint  agent_index)
{
  const SoakAgent *agent = g_ptr_array_index (judge->story->agents, agent_index);
  guint n_shown = 0;

  for (guint i = 0; i < agent->journal->len; i++) {
    const SoakLine *line = g_ptr_array_index (agent->journal, i);

    if (line->kind == SOAK_LIFE) {
      n_shown = 0;
    } else if (line->kind == SOAK_REFUSED) {
      judge_refusal (judge, agent_index, line);
    } else if (line->kind == SOAK_GAVE) {
      judge_coupon (judge, agent_index, line);
    } else if (line->kind == SOAK_FINAL) {
      const SoakCall *call = g_ptr_array_index (judge->story->calls, line->call);
      const char *state = call->is_open ? "open" : call->outcome;

      n_shown++;
      if (line->version != call->version || g_strcmp0 (line->word, state) != 0)
        accuse (judge, "picture: agent %u shows call %u as %s in version %" G_GINT64_FORMAT
                ", the server has %s in version %" G_GINT64_FORMAT, agent_index, line->call, line->word,
                line->version, state, call->version);
    }
  }
  if (n_shown == 0)
    accuse (judge, "end: agent %u did not come to its end", agent_index);
  else if (n_shown != judge->story->calls->len)
    accuse (judge, "picture: agent %u shows %u calls in the end", agent_index, n_shown);
}

GPtrArray *
soak_judge (const SoakStory *story,
            SoakSums        *sums_out)
{
  Judge judge = { .story = story };

  judge.problems = g_ptr_array_new_with_free_func (g_free);
  judge.versions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  judge.showings = g_array_new (FALSE, FALSE, sizeof (Showing));
  judge.notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sort_events (&judge);
  for (guint i = 0; i < story->calls->len; i++)
    judge_outcome (&judge, i);
  for (guint i = 0; i < story->agents->len; i++) {
    judge_pictures (&judge, i);
    judge_end (&judge, i);
  }
  judge_overlaps (&judge);
  judge_notes (&judge);

  *sums_out = judge.sums;
  g_hash_table_unref (judge.notes);
  g_array_unref (judge.showings);
  g_ptr_array_unref (judge.versions);

  return judge.problems;
}
