// The six views: what each asks first, what to look for, and what one can do in it. show.js draws them.

// look: what to look for; ask: the question, with what one may answer; then: what is said of the answer.
const views = {
  train: {lesson: '6', look: 'Look for the epoch from which the blue curve no longer falls while the orange one ' +
      'does: from there on it learns its names by heart.',
    ask: () => `Before it has learnt anything, each of the ${vocabulary.length} letters is equally likely to it: a ` +
      `loss of ${Math.log(vocabulary.length).toFixed(2)} nats per character. Where will the validation loss be after ` +
      'two epochs?',
    options: ['still nearly there', 'a good deal lower', 'near 0'],
    then: said => curve.length < 3 ? `You said: ${said}. Press One epoch, twice.` :
      `You said: ${said}. It went from ${curve[0].valid.toFixed(2)} to ${curve[2].valid.toFixed(2)} in two epochs.`},
  read: {lesson: '3', look: 'Type. Look for letters after which it is sure, and for those that surprise it (orange).',
    ask: () => `It has read \u201c${state.name}\u201d. Which letter will it expect next?`, options: null,
    then: said => guessed(said)},
  back: {lesson: '4', look: 'The error travels from the right to the left. Look how fast it shrinks, and which ' +
      'letters the guess depends on (the darker, the more). Below: how far it comes with gates.',
    ask: () => 'The error of the last letter travels back to the first, one letter at a time. Where is it smallest?',
    options: ['at the first letters', 'in the middle', 'it is the same everywhere'],
    then: said => smallest(said)},
  break: {lesson: '5', look: 'Train with a mistake in the gradient. Does the loss show it? Then check the gradient.',
    ask: () => 'There is a mistake in backprop: ro is not carried back. Training goes on with this wrong gradient. ' +
      'Will the loss still fall?',
    options: ['yes, it falls', 'no, it stays', 'it grows'],
    then: said => `You said: ${said}. Choose the mistake, press Play, and then check the gradient.`},
  unit: {lesson: '8',
    look: 'Look for a unit that stands for something: vowels, the start, an ending. Then switch it off.',
    ask: () => `One of the ${state.hidden} hidden units is switched off. What happens to the validation loss?`,
    options: ['hardly anything', 'it rises by about a half', 'the network forgets everything'],
    then: said => `You said: ${said}. Switch it off; and try other units.`},
  sample: {lesson: '7',
    look: 'Only the temperature changes, the random numbers stay. Look which letters of a name change first.',
    ask: () => 'The temperature falls from 1 to 0.5. What happens to the names it invents?',
    options: ['more like real ones', 'wilder', 'nothing'],
    then: said => `You said: ${said}. Move the slider.`},
}

let answers = {}             // view: what was answered, or '' for nothing
try { answers = JSON.parse(localStorage.getItem('dino-play')) || {} } catch { /* a browser that keeps nothing */ }
function answer(view, said) {
  if (view === 'back' && said && state.at < 0) state.at = [...state.name].length   // as the question says
  answers[view] = said
  try { localStorage.setItem('dino-play', JSON.stringify(answers)) } catch { /* as above */ }
  showView()
  changed()
}

const letterName = (i, atZero) => i === 0 ? atZero : vocabulary[i] === ' ' ? '\u2423' : vocabulary[i]

function guessed(said) {
  const p = now && now.shown && now.shown.probabilities
  if (!p) return ''
  const row = [...p[p.length - 1]], order = row.map((_, i) => i).sort((a, b) => row[b] - row[a])
  const place = order.findIndex(i => vocabulary[i] === said || i === 0 && said === 'end') + 1, best = order[0]
  const percent = i => Math.round(100 * row[i]) + ' %'
  return `You said ${said}. It expects ${letterName(best, 'the end')} most (${percent(best)}); ` + (place
    ? `yours is in place ${place} of ${row.length} (${percent(order[place - 1])}).` : 'yours is none of its letters.') +
    (now.batches === 0 ? ' But it has learnt nothing yet: all letters are about equally likely.' : '')
}

function smallest(said) {
  const errors = now && now.shown && now.shown.errors
  if (!errors) return ''
  // After the step whose loss it is, ro is 0.
  const norms = errors.map(norm).slice(0, state.at < 0 ? errors.length : state.at + 1)
  const least = norms.indexOf(Math.min(...norms)), where = read(least)
  return `You said: ${said}. It is smallest at step ${least + 1} (${where}): ` +
    `${norms[least].toExponential(1)}; largest ${Math.max(...norms).toExponential(1)}.`
}

const norm = row => Math.sqrt(row.reduce((sum, a) => sum + a * a, 0))

const answered = view => answers[view] ?? (state.ask === 'no' ? '' : undefined)

function showView() {
  const view = views[state.view], said = answered(state.view)
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const chosen = tab.dataset.view === state.view
    tab.setAttribute('aria-selected', chosen)
    tab.tabIndex = chosen ? 0 : -1
    if (chosen) $('view').setAttribute('aria-labelledby', tab.id)
  }
  document.body.dataset.view = state.view
  document.body.dataset.walking = !!walking
  $('look').replaceChildren(view.look + ' ', 
    make('em', {text: `(lesson ${view.lesson})`, title: `./jbang lesson ${view.lesson}`}))
  $('ask').hidden = said !== undefined
  $('answer').hidden = said === undefined
  $('verdict').hidden = !said
  if (said === undefined) {
    $('question').textContent = view.ask()
    if (view.options) {
      $('options').replaceChildren(...view.options.map(text => {
        const button = make('button', {type: 'button', text})
        button.addEventListener('click', () => answer(state.view, text))
        return button
      }))
    } else {
      const input = make('input', {maxlength: 2, 'aria-label': 'the next letter', autocomplete: 'off'})
      const button = make('button', {type: 'submit', text: 'Look'})
      $('options').replaceChildren(input, button)
    }
  }
  $('typing').hidden = state.view === 'train' || state.view === 'sample'
  $('reading').hidden = !['read', 'back', 'break', 'unit'].includes(state.view) && !(state.view === 'train' && walking)
  $('targets').hidden = state.view !== 'back'
  $('smallCurve').style.display = state.view === 'train' ? 'none' : ''
  $('ways').style.display = state.view === 'back' ? '' : 'none'
  $('side').hidden = state.view === 'unit' || state.view === 'break'
  for (const name of ['train', 'break', 'unit', 'sample']) $('panel-' + name).hidden = state.view !== name
  showCode()
  if (now) draw()
}

on('ask', 'submit', event => {
  event.preventDefault()
  const said = clean($('options').querySelector('input')?.value || '').slice(0, 2)
  if (said) answer(state.view, said)
})
on('skip', 'click', () => answer(state.view, ''))

function go(view) {
  stopWalk()
  state.view = view
  changed()
  showView()
}

for (const tab of document.querySelectorAll('[role=tab]')) {
  tab.addEventListener('click', () => go(tab.dataset.view))
  tab.addEventListener('keydown', event => {
    const to = VIEWS.indexOf(tab.dataset.view) + {ArrowRight: 1, ArrowLeft: -1}[event.key]
    if (!VIEWS[to]) return
    $('tab-' + VIEWS[to]).focus()
    go(VIEWS[to])
  })
}

// ---- what one can do in a view --------------------------------------------------------------------------------

function type(text) {
  const lower = text.toLowerCase()
  const has = name => [...name].every(c => vocabulary.includes(c))
  state.name = !has(text) && has(lower) ? lower : text
  if ($('name').value !== state.name) $('name').value = state.name
  looking = null
  state.at = Math.min(state.at, [...state.name].length)
  changed()
}

on('name', 'input', () => type(clean($('name').value).slice(0, 60)))
on('allTargets', 'click', () => { state.at = -1; changed() })
on('strip', 'click', event => {
  if (state.view === 'back' || !now || !now.shown) return
  const box = $('strip').getBoundingClientRect()
  const row = Math.floor(state.hidden * (event.clientY - box.top) / box.height)
  state.unit = Math.max(0, Math.min(state.hidden - 1, row))
  if (state.view === 'unit') changed()
  else go('unit')
})
on('unit', 'change', () => {
  state.unit = Math.round(number($('unit').value, 0, state.hidden - 1, state.unit))
  changed()
})
on('off', 'change', () => {
  state.off = $('off').checked ? [...state.off, state.unit] : state.off.filter(i => i !== state.unit)
  changed()
})
on('allOn', 'click', () => { state.off = []; changed() })
on('temperature', 'input', () => { state.temperature = Number($('temperature').value); changed() })
on('dice', 'click', () => { state.dice += 14; changed() })

for (const [mistake, title] of Object.entries(MISTAKES)) {
  const input = make('input', {type: 'radio', name: 'mistake', value: mistake})
  input.addEventListener('change', () => { state.mistake = mistake; changed(true); showCheck() })
  $('mistakes').append(make('label', {}, input, ' ' + title))
}
on('check', 'click', () => {
  $('check').disabled = true
  ask('check', {name: state.name, mistake: state.mistake})
})

function showCheck() {
  for (const input of $('mistakes').querySelectorAll('input')) input.checked = input.value === state.mistake
  $('checked').hidden = !checks
  $('checkSays').textContent = ''
  if (!checks) {
    $('check').disabled = false
    return
  }
  $('checked').tBodies[0].replaceChildren(...checks.lines.map(({matrix, numbers: [error, row, column, a, n, ok]}) =>
    make('tr', {}, make('td', {text: 'd' + matrix}), make('td', {class: 'number', text: error.toExponential(1)}),
      make('td', {text: `[${row}][${column}]`}), make('td', {class: 'number', text: a.toFixed(9)}),
      make('td', {class: 'number', text: n.toFixed(9)}),
      make('td', {class: ok ? 'OK' : 'NOT', text: ok ? 'OK' : 'NOT OK'}))))
  const right = checks.lines.every(({numbers}) => numbers[5])
  $('checkSays').textContent = `After batch ${checks.batches}, on ${checks.name}, ${MISTAKES[checks.mistake]}: ` +
    'backprop and central differences ' + (right ? 'agree.' : 'do not agree, whatever the loss does.') +
    (checks.leftOut ? ` (Of ${checks.leftOut + 1} rows one was checked.)` : '')
}
