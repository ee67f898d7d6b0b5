package ui

import (
	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// onEvent shows what the application tells: the first that knows an event takes it.
func (w *Window) onEvent(event app.Event) {
	_ = w.onCallEvent(event) || w.onTakeEvent(event) || w.onJobEvent(event) || w.onSettingsEvent(event) || w.onOwnEvent(event)
}

// onCallEvent shows what became of a call.
func (w *Window) onCallEvent(event app.Event) bool {
	switch e := event.(type) {
	case app.CallSaved:
		w.onChanged(e.ID)
		w.follow.reload()
	case app.CallChanged:
		if (w.take.running || w.take.noting) && e.ID == w.take.id {
			w.take.notes.onChanged()
			w.take.consent.onChanged()
			w.take.checks.onChanged()
		}
		w.onChanged(e.ID)
	case app.CallRecovered:
		w.onChanged(e.ID)
	case app.CallTrashed:
		w.calls.onTrashed(e.ID)
		w.follow.reload()
		w.bin.reload()
		w.usage.reload()
		w.matches.reload()
	case app.FollowUpsChanged:
		w.follow.reload()
		w.cases.reload()
	case app.DayChanged: // the list says "Today", and some flags remind of a day
		w.calls.reload()
		w.calls.doc.again()
		w.follow.reload()
	case app.Discarding:
		w.bin.reload()
	case app.TrashChanged:
		w.trashed.hide()
		w.bin.reload()
		w.usage.reload()
		w.matches.reload()
	default:
		return false
	}
	return true
}

// onChanged shows a call as it is now.
func (w *Window) onChanged(id call.ID) {
	w.calls.reload()
	w.calls.doc.onChanged(id)
	w.matches.reload()
	w.cases.reload()
	w.contacts.reload()
}

// onTakeEvent follows the take, and the calls that other programs begin and end.
func (w *Window) onTakeEvent(event app.Event) bool {
	switch e := event.(type) {
	case app.TakeChanged:
		w.onTake(e.Status)
	case app.MixingChanged:
		w.take.consent.announce.show()
		w.settings.announce.onMixing()
	case app.TicksProposed:
		if e.Call == w.take.id {
			w.take.checks.onChanged()
		}
		if e.Call == w.calls.doc.id {
			w.calls.doc.checks.load()
		}
	case app.TakeWarned:
		w.onWarned(e.Warning)
	case app.CallBegan:
		w.offers.onBegan(e)
	case app.CallEnded:
		w.offers.onEnded(e)
	default:
		return false
	}
	return true
}

// onJobEvent follows what is being written down.
func (w *Window) onJobEvent(event app.Event) bool {
	switch e := event.(type) {
	case app.JobChanged:
		w.calls.doc.words.onJob(e.Job)
		w.take.captions.onJob(e.Job)
		w.queue.onJob(e.Job)
	case app.JobEnded:
		w.calls.doc.words.onJobEnded(e.Job, e.Err)
		w.take.captions.onJobEnded(e.Job, e.Err)
	case app.QueueChanged:
		w.queue.reload()
	default:
		return false
	}
	return true
}

// onSettingsEvent shows what is set, and what the settings page tells of models, machine and folders.
func (w *Window) onSettingsEvent(event app.Event) bool {
	switch e := event.(type) {
	case app.ModelsChanged:
		w.settings.models.reload()
	case app.WatchChanged:
		w.settings.watch.show()
	case app.Measuring:
		w.settings.models.machine.onMeasuring(e.Fraction)
	case app.MachineMeasured:
		w.settings.models.machine.onMeasured()
	case app.WordsChanged:
		w.settings.names.reload()
	case app.SettingsChanged:
		w.settings.onChanged(e.Settings)
		w.calls.onSettings(e.Settings)
		w.menu.onSettings()
		w.usage.reload()
		w.calls.signs.follow()
		w.updateBeat()
	default:
		return false
	}
	return true
}

// onOwnEvent does what is asked of the window itself.
func (w *Window) onOwnEvent(event app.Event) bool {
	switch e := event.(type) {
	case app.ContactsChanged:
		w.calls.reload()
		w.calls.doc.again()
		w.contacts.reload()
		w.cases.reload()
	case app.CasesChanged: // the kind of a case says which rules look at its calls
		w.cases.reload()
		w.calls.readMarks()
		w.calls.doc.again()
		w.follow.reload()
	case app.SearchesChanged:
		w.calls.recall.reload()
	case app.WindowWanted:
		w.window.Show()
		w.window.RequestFocus()
	case app.Trouble:
		w.showProblem(e.Problem)
	default:
		return false
	}
	return true
}
