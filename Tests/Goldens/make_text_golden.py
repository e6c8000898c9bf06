"""Writes text.json: what the reference systems make of prompts and texts with the tokenizers in this folder.

usage: make_text_golden.py CONVERSATION_PY IGVLM_FOLDER EXPECTED_FOLDER
  CONVERSATION_PY   llava/conversation.py of mu-cai/matryoshka-mm
  IGVLM_FOLDER      a checkout of imagegridworth/IG-VLM
  EXPECTED_FOLDER   holds {llava15,llavanext,original}/expected.{json,safetensors} (prompt ids and greedy answers)
needs: transformers 4.36.2 (its slow LlamaTokenizer is the reference), sentencepiece, safetensors, numpy, protobuf, pillow
The file is never remade to let a change pass."""
import importlib.util, json, os, re, sys
import sentencepiece
from safetensors import safe_open
from transformers import LlamaTokenizer

conversation_py, igvlm, expected = sys.argv[1:4]
here = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location('conversation', conversation_py)
conversation = importlib.util.module_from_spec(spec)
spec.loader.exec_module(conversation)

NAMES = ['vicuna_v1', 'llava_v1', 'llava_v0', 'plain', 'llava_llama_2', 'mistral_instruct', 'chatml_direct', 'mpt']
QUESTIONS = ['What happens in this video?', "Who's  left?\nAnswer in one word: caf\u00e9 \U0001F600", ' And then?']
ANSWERS = ['A red circle moves left.', 'No one']
TEXTS = ['', ' ', '  two  spaces ', 'A', '\n', '\n\nWhat', 'tab\there', 'na\u00efve \u65e5\u672c\u8a9e \U0001F468\u200D\U0001F469\u200D\U0001F467',
         '<image>', 'a<image>b', '</s>', '<s>', '<unk>', '<0x0A>', '<|im_start|>user\n', 'e\u0301', '\u2581x\u2581', 'zero\u0000byte', '12345', 'USER: ASSISTANT:</s>USER:']


def prompt(name, turns, system=None, visual=True):
    conv = conversation.conv_templates[name].copy()
    if system is not None: conv.system = system
    for i in range(turns):
        question = ('<image>\n' if i == 0 and visual else '') + QUESTIONS[i]
        conv.append_message(conv.roles[0], question)
        conv.append_message(conv.roles[1], ANSWERS[i] if i + 1 < turns else None)
    return conv.get_prompt()


def parts(tokenizer, text):
    """LLaVA's rule: tokenize the chunks around <image> apart, keep the first begin token only; -200 is the image."""
    ids = []
    for i, chunk in enumerate(text.split('<image>')):
        chunk_ids = tokenizer(chunk).input_ids
        ids += ([-200] if i else []) + (chunk_ids[1:] if i else chunk_ids)
    return ids


def igvlm_prompts():
    found = {}
    for file, kind in (('eval_llava_openended.py', 'open'), ('eval_llava_multiplechoice.py', 'choice')):
        source = open(os.path.join(igvlm, file)).read()
        function = re.search(r'def get_llava_and_prompt.*?return model_name, prompt\n', source, re.S).group(0)
        space = {}
        exec(function, space)
        for size in ('7b', '13b', '34b'): found[f'{kind}5 {size}' if kind == 'choice' else f'open {size}'] = space['get_llava_and_prompt'](size)[1]
        if kind == 'choice':      # the four-option prompts stand in a block that is commented out by quotes
            for size, literal in re.findall(r'# (\d+b) *\n    user_prompt = (".*?")\n', source): found[f'choice4 {size}'] = eval(literal)
    question, options = 'why did the boy jump', ['to run', 'to play', 'he fell', 'music', 'to rest']
    return {name: text % ((question,) if name.startswith('open') else (question, *options[:int(name[6])])) for name, text in found.items()}


result = dict(questions=QUESTIONS, answers=ANSWERS, prompts=[], igvlm=igvlm_prompts(), checkpoints={})
for name in NAMES:
    for turns in (1,) if name == 'plain' else (1, 2, 3):
        result['prompts'].append(dict(template=name, turns=turns, visual=True, system=None, text=prompt(name, turns)))
    result['prompts'].append(dict(template=name, turns=1, visual=False, system=None, text=prompt(name, 1, visual=False)))
for name in ('vicuna_v1', 'llava_v0', 'llava_llama_2', 'mistral_instruct'):
    result['prompts'].append(dict(template=name, turns=2, visual=True, system='Be brief.', text=prompt(name, 2, system='Be brief.')))
for kind in ('llava15', 'llavanext', 'original'):
    model = os.path.join(here, kind, 'tokenizer.model')
    slow = LlamaTokenizer(model, legacy=True)
    raw = sentencepiece.SentencePieceProcessor(model_file=model)
    known = json.load(open(os.path.join(expected, kind, 'expected.json')))
    with safe_open(os.path.join(expected, kind, 'expected.safetensors'), 'np') as tensors:
        answers = []
        for name, answer in known['answers'].items():
            ids = [i for i in tensors.get_tensor('greedy.' + name).tolist() if i != 2]
            answers.append(dict(ids=ids, text=answer['text']))
        result['checkpoints'][kind] = dict(
            question=known['question'], before=tensors.get_tensor('prompt.before').tolist(), after=tensors.get_tensor('prompt.after').tolist(),
            answers=answers, texts=[dict(text=t, ids=raw.encode(t)) for t in TEXTS],
            prompt_ids=[parts(slow, p['text']) for p in result['prompts']])
json.dump(result, open(os.path.join(here, 'text.json'), 'w'), indent=None, separators=(',', ':'), ensure_ascii=True)
