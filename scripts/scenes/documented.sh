# documented.sh: the scenes of the documented call, for screenshots.sh, which has what they are made with: who calls, what was done, under which
# consent, what the rules say, and what comes of it on paper. Each begins with a window of its own. The lists that are read in them stand in the home
# folder of the window, alone, so that the keyboard finds them in the dialog for files.

# document fills a copy of the samples: who calls, for which debt, how often, what was written, and what is to be done.
document() {
  local log=(bin/onrecord --quiet --library "$home/documented") debt account day minute=10
  cp -r "$samples" "$home/documented"
  "${log[@]}" contact add --name 'Linda Moore' --organisation 'Acme Solar' --number '+1 212 555 0142' --number '+1 212 555 0143' --place US-NY \
    --email linda@acme.example --notes 'Asks for "the home owner". Says that she works from a list.'
  "${log[@]}" contact add --name 'Robert Carter' --organisation 'Summit Credit' --number '+1 646 555 0183' --number '+1 646 555 0187' --email rc@summit.example
  "${log[@]}" contact add --name 'L. Moore' --number '+1 212 555 0199' --email l.moore@acme.example
  "${log[@]}" contact add --organisation 'Office of Mister Bennett' --number '+1 212 555 0117' --place US-NY
  "${log[@]}" case add 'Blue River Bank' --kind debt --reference 73152 --contact 'Robert Carter' --notes 'They say that I owe 940 dollars. I never had an account there.'
  "${log[@]}" case edit 'Blue River Bank' --status waiting
  "${log[@]}" case add 'Tax 2025' --kind consultation --contact 'Office of Mister Bennett'
  "${log[@]}" case add 'Solar panels' --kind telemarketing --contact 'Linda Moore'
  debt=$("${log[@]}" calls | awk '/Summit/ { print $1; exit }')
  account=$("${log[@]}" calls | awk '/Bennett/ { print $1; exit }')
  "${log[@]}" edit "$debt" --case 'Blue River Bank'
  "${log[@]}" edit "$account" --case 'Tax 2025'
  "${log[@]}" correct text "$account" 00:00:29.152 'The card number is 4111 1111 1111 1111.'
  for day in 05 06 07 08 09 10 10; do
    "${log[@]}" log --number '+1 646 555 0187' --when "2026-03-$day 10:$((minute++))" --direction in --reached 'not answered' --case 'Blue River Bank'
  done
  "${log[@]}" log 'hung up when I asked who is calling' --name 'Withheld number' --when '2026-03-04 19:10' --for 1m --direction in --reached refused --case 'Solar panels'
  "${log[@]}" case entry 'Blue River Bank' 'Dispute, by certified mail' --kind 'letter sent' --when '2026-03-12 16:00' --means dispute_sent
  "${log[@]}" case entry 'Blue River Bank' 'They ask for 940 dollars again, and say nothing of the dispute' --kind 'letter received' --when 2026-03-18
  "${log[@]}" follow-ups add 'Look whether the written notice came' --due 2026-03-20 --case 'Blue River Bank'
  "${log[@]}" follow-ups add 'Ask for a receipt of the certified mail' --due today --case 'Blue River Bank'
  "${log[@]}" follow-ups add 'Send the receipts' --due 'in 2 weeks' --call "$account"
  "${log[@]}" follow-ups add 'Look for the statement of last year' --due tomorrow --call "$account"
  "${log[@]}" follow-ups add 'Write down what was agreed' --due 2026-03-10 --call "$account"
  "${log[@]}" follow-ups done "$("${log[@]}" follow-ups | awk '/Write down/ { print $1; exit }')"
  mkdir -p "$home/person"
  cat >"$home/person/book.csv" <<'END'
Name,Organisation,Phone,E-mail
Linda Moore,Acme Solar,+1 212 555 0142; +1 212 555 0144,linda@acme.example
Helen Parker,"Parker & Lind, attorneys",+1 212 555 0160,parker@law.example
Peter Wilson,,,peter@wilson.example
END
  # The second list can be read in two ways.
  cat >"$home/person/calls.csv" <<'END'
Date,Number,Direction,Duration
2026-03-10 10:15,+1 646 555 0187,Incoming,00:00
2026-03-10 10:16,+1 646 555 0187,Incoming,00:00
2026-03-11 08:47,+1 646 555 0183,Incoming,01:15
2026-03-12 14:02,+1 212 555 0142,Incoming,01:22
2026-03-13 09:20,+1 646 555 0187,Incoming,00:41
2026-03-13 18:05,+1 212 555 0142,Incoming,02:10
2026-03-14 11:30,,Incoming,00:08
END
cat >"$home/person/days.csv" <<'END'
Date,Time,Number,Direction,Duration
03/04/2026,19:10,Withheld,Incoming,1:00
03/05/2026,10:10,+1 646 555 0187,Incoming,0:00
03/06/2026,10:11,+1 646 555 0187,Incoming,0:00
END
}

# choose N: the file that stands Nth in the dialog for files.
choose() {
  press Tab Tab
  times "$1" Right
  press space shift+Tab shift+Tab space
  sleep 1
}

# times N KEY: a key so many times.
times() {
  [ "$1" = 0 ] || xdotool key --delay 60 --repeat "$1" "$2"
  sleep 0.4
}
# tab N, back N, down N: so many stops on or back, or lines down.
tab() { times "$1" Tab; }
back() { times "$1" shift+Tab; }
down() { times "$1" Down; }

# item MENU N: the Nth entry of a menu, both counted from 0 and 1.
item() {
  press alt
  times "$1" Right
  down "$2"
  press Return
}

# say WORDS: types them.
say() { xdotool type --delay 20 "$1" && sleep 0.4; }

# shoot_documented is all of it.
shoot_documented() {
  local scene
  for scene in nothing people matters todo flags papers lists takes; do
    "shoot_$scene" "$@"
    rm -rf "$home/$variant" "$home/OnRecord/settings.json"
  done
}

# shoot_nothing shows the pages on which there is nothing yet.
shoot_nothing() {
  open "$@"
  press ctrl+shift+p
  picture contacts-nothing
  press Escape ctrl+shift+k
  picture cases-nothing
  press Escape
  item 0 "$follow_item"
  picture todo-nothing
  press Escape
  press ctrl+shift+l
  picture list-nothing
  press Escape ctrl+u
  sleep 0.7
  picture facts
  close
}

# Where Follow-ups stands in the menu Library.
follow_item=14

# shoot_people shows the contacts.
shoot_people() {
  open "$@" "$home/documented"
  press ctrl+shift+p
  sleep 0.7
  picture contacts
  tab 1
  picture contacts-keyboard
  back 1
  press F2
  picture contact
  press Escape
  back 2
  press space
  picture contact-new
  press Return
  picture contact-wrong
  press Escape
  tab 2
  down 1
  sleep 0.5
  picture contacts-other
  tab 3
  press space
  say 'l. m'
  picture contacts-merge
  press Escape
  back 3
  press Delete
  picture contact-delete
  press ctrl+z
  sleep 0.7
  back 3
  press space
  sleep 0.5
  choose 1
  picture contacts-import
  press Escape ctrl+n
  close
}

# shoot_matters shows the cases.
shoot_matters() {
  open "$@" "$home/documented"
  press ctrl+shift+k
  sleep 0.7
  picture cases
  press F2
  picture case
  press Escape
  tab 2
  press space
  picture case-entry
  back 2
  press ctrl+a
  say 'soon'
  tab 4
  press space
  picture case-entry-wrong
  press Escape
  close
}

# shoot_todo shows what is to be done by when, and how a call is logged.
shoot_todo() {
  open "$@" "$home/documented"
  item 0 "$follow_item"
  sleep 0.5
  picture todo
  tab 2
  press space
  picture todo-move
  xdotool key ctrl+a
  say 'someday'
  press Return
  picture todo-wrong
  press Escape
  back 2
  press Delete
  picture todo-remove
  press Escape
  back 1
  press space
  sleep 0.5
  picture todo-all
  press Escape Escape
  item 1 12
  picture log
  say 'Dana Field'
  xdotool key --delay 60 Tab Tab ctrl+a
  say 'tomorow'
  press Return
  picture log-wrong
  press Escape
  ask 'Withheld'
  press Return
  sleep 1
  picture call-noted
  close
}

# shoot_flags shows what may be wrong in a call, and what was said in it that matters.
shoot_flags() {
  open "$@" "$home/documented"
  press Down Down
  sleep 1.5
  press ctrl+shift+f
  sleep 0.7
  picture flags
  press c
  sleep 0.7
  picture flags-confirmed
  down 2
  press d
  picture flags-why
  say 'Their letter came on 14 March'
  press Return
  sleep 0.7
  picture flags-dismissed
  down 12
  picture flags-end
  press ctrl+u
  sleep 0.5
  picture facts-debt
  down 9
  picture facts-end
  press ctrl+u
  ask '"card number"'
  press Return
  sleep 1
  press ctrl+shift+f
  sleep 0.5
  picture flags-private
  press alt Right Right Down Right
  down 14
  press Right
  picture redact
  close
}

# shoot_papers shows what can be written about calls.
shoot_papers() {
  local paper at=1
  open "$@" "$home/documented"
  press Down Down
  sleep 1
  press ctrl+shift+e
  picture paper
  press space
  picture papers
  press Escape
  for paper in chronology do-not-call letter; do
    press space
    down "$((++at))"
    press Return
    picture "paper-$paper"
  done
  tab 4
  press space
  sleep 0.5
  press Return
  sleep 1.5
  picture letter-saved
  rm -f "$home"/person/*.docx
  close
}

# shoot_lists lays a carrier's list beside the calls.
shoot_lists() {
  open "$@" "$home/documented"
  press ctrl+shift+l
  back 1
  press space
  sleep 0.5
  picture list-file
  choose 2
  picture list-missing
  tab 4
  press space
  picture list-recorded
  back 2
  press space
  tab 4
  press Return
  sleep 1.5
  picture list-added
  back 7
  press space
  sleep 0.5
  picture list-how
  tab 6
  picture list-how-columns
  press Escape
  tab 1
  press space
  sleep 0.5
  choose 3
  picture list-asked
  close
}

# shoot_takes makes takes with a checklist, marks, every light of consent, a notice that is played, and a no.
shoot_takes() {
  local log=(bin/onrecord --quiet --library "$home/$variant")
  bin/onrecord --quiet --library "$home/documented" playbook use telemarketer
  open "$@" "$home/documented"
  hear me them
  xdotool key ctrl+r
  sleep 4
  press Escape
  picture take-checklist
  press 1 i s
  picture take-ticked
  press c
  picture take-playbooks
  press Escape
  sleep 6
  picture take-proposed
  press w
  sleep 0.5
  picture consent-why
  times 8 Next
  picture consent-law
  press Escape
  "${log[@]}" consent --mine US-NY --theirs US-OR >/dev/null
  sleep 0.7
  picture consent-better
  "${log[@]}" consent --mine US-NY --theirs US-NY >/dev/null
  sleep 0.7
  picture consent-none
  press a y
  picture consent-agreed
  press f
  picture take-todo
  press Escape
  item 1 4
  picture take-marks
  press Escape
  xdotool key ctrl+r
  sleep 4
  picture call-ticked
  press ctrl+d
  sleep 0.5
  picture certificate-agreed
  press ctrl+d
  shoot_refusal
  close
  shoot_announced "$@"
}

# shoot_refusal lets the other side refuse: the sound is kept, then it would be destroyed.
shoot_refusal() {
  hear me them
  xdotool key ctrl+r
  sleep 4
  press Escape n
  sleep 2
  picture refused
  xdotool key ctrl+r
  sleep 2
  picture call-refused
  "${log[@]}" consent refusal destroy >/dev/null
  xdotool key ctrl+r
  sleep 3
  press Escape n
  picture refused-destroy
  press Escape
  xdotool key ctrl+r
  sleep 3
  hush
}

# shoot_announced plays a notice, first to nobody and then to a program that listens to the OnRecord microphone.
shoot_announced() {
  local listener
  rm -rf "$home/$variant" "$home/OnRecord/settings.json"
  sox assets/calls/telemarketer.flac "$home/notice.wav" remix 1 trim 69 5
  bin/onrecord --quiet --library "$home/documented" consent notice "$home/notice.wav" --words 'This call is being recorded.' >>"$home/demo.log"
  bin/onrecord --quiet --library "$home/documented" consent microphone on >>"$home/demo.log"
  open "$@" "$home/documented"
  hear me them
  xdotool key ctrl+r
  sleep 4
  press Escape p
  picture announce-nobody
  parec -d "$(pactl list short sources | awk 'tolower($2) ~ /onrecord/ && $2 !~ /monitor/ { print $2; exit }')" >/dev/null 2>&1 &
  listener=$!
  sleep 2
  press p
  sleep 1
  picture announce-playing
  sleep 5
  press t
  sleep 2
  picture announce-tone
  xdotool key ctrl+r
  sleep 3
  kill "$listener" 2>/dev/null || true
  wait "$listener" 2>/dev/null || true
  hush
  press ctrl+comma
  sleep 1
  xdotool mousemove 60 400 click --repeat 75 --delay 5 5
  sleep 1
  picture settings-announce
  close
}
