"""Makes Goldens/answers.json: readings and scores of answers.

VQA's and MMMU's values come from the official scripts themselves, put beside this one:
  m4c.py        haotian-liu/LLaVA, llava/eval/m4c_evaluator.py (its `tqdm` import replaced by `tqdm = lambda x: x`)
  mmmu_eval.py  MMMU-Benchmark/MMMU, mmmu/utils/eval_utils.py (needs numpy)
The other rules are written out here anew. Usage: make_answers.py OUT.json
"""
import json, random, re, sys
import m4c
import mmmu_eval as M
random.seed(7)
out={}
# --- VQA
ev=m4c.TextVQAAccuracyEvaluator(); P=ev.answer_processor
words="the a an dont isn't isnt couldn'tve y'alld've ow's'at twas one Two ten none yes no No. red blue-green 3.5 1,000 10,000 $5 U.S.A. a/b (c) [d] what's Dakota digital \"quoted\" hello! wait; x=y @home _u_ `t` don't? it's café STOP. .5 5. somebody'd im wont O'clock oclock".split()
texts=[]
for _ in range(90):
    t=' '.join(random.choice(words) for _ in range(random.randint(1,5)))
    if random.random()<.2: t=t.replace(' ',', ')
    if random.random()<.1: t=t.replace(' ','\n',1)
    if random.random()<.1: t='  '+t+' '
    texts.append(t)
texts+=["", "...", "a. b. c. d.", "."*40, "3.5 kg.", "Hello,world", "the", "a", "1,2,3"]
out['vqa_text']=[[t,P(t)] for t in texts]
acc=[]
pool=["yes","no","Yes.","the cat","cat","a cat","2","two","blue","dark blue","coca-cola","coca cola","don't","dont"]
for _ in range(40):
    a=[random.choice(pool[:random.randint(2,len(pool))]) for _ in range(10)]
    p=random.choice(pool)
    acc.append([p,a,ev._compute_answer_scores(a).get(P(p),0.0)])
out['vqa_accuracy']=acc
# --- ANLS (official RRC rule re-derived)
def lev(a,b):
    r=list(range(len(b)+1))
    for i,x in enumerate(a):
        d=r[0]; r[0]=i+1
        for j,y in enumerate(b):
            u=r[j+1]; r[j+1]=d if x==y else min(d,u,r[j])+1; d=u
    return r[-1]
def anls(p,ans):
    vs=[]
    for g in ans:
        g=' '.join(g.strip().lower().split()); q=' '.join(p.strip().lower().split())
        n=max(len(g),len(q)); vs.append(0 if n==0 else lev(g,q)/n)
    s=1-min(vs); return 0.0 if s<.5 else s
docs=["Invoice 1234","invoice  1234 ","1234","12-34","January 5, 1987","jan 5 1987","$1,000.00","1000","University of California","Univ. of California","tea","coffee","ab","ba","abcd","abxy","é","e"]
out['anls']=[]
for _ in range(60):
    p=random.choice(docs); a=random.sample(docs,random.randint(1,3)); out['anls'].append([p,a,anls(p,a)])
# --- relaxed
def tf(t):
    try:
        if t.endswith('%'): return float(t.rstrip('%'))/100.0
        return float(t)
    except ValueError: return None
def relaxed(t,p):
    pf,g=tf(p),tf(t)
    if pf is not None and g: return abs(pf-g)/abs(g)<=.05
    return p.lower()==t.lower()
vals=["14","14.7","14.8","13.3","13.29","0.57","57%","57","0","0.0","Yes","yes","No","-5","-5.2","1e3","1000","1,000","5 %","95%","0.95","1.0","nan","inf","abc",".5","0.5","5.","+3","3"]
out['relaxed']=[[a,b,relaxed(a,b)] for a in vals for b in random.sample(vals,9)]
# --- POPE (official rule)
def pope(text):
    if text.find('.')!=-1: text=text.split('.')[0]
    text=text.replace(',',''); w=text.split(' ')
    return not('No' in w or 'not' in w or 'no' in w)
pt=["Yes","No","no","Yes, there is a dog.","No, there is not.","There is no dog in the image","I do not see it","Yes. No.","NO","nope","not","Nothing","yes, no","It isn't","No.","no,","the answer is yes","\nNo","Not there"]
out['pope']=[[t,pope(t)] for t in pt]
# --- MME
def mme(p):
    p=p.strip().lower()
    pre=p[:4]
    if p in('yes','no'): return p
    return 'yes' if 'yes' in pre else 'no' if 'no' in pre else 'other'
mt=["Yes","no","Yes, it is","No.","The answer is yes"," not sure","nope","I know"," YES","yes"]
out['mme']=[[t,mme(t)] for t in mt]
# --- MMMU choice with random -> None
orig=M.random.choice
class R: pass
M.random=R(); M.random.choice=lambda x:None
opts=["$6","$7","$8","$9"]
opts2=["The patient has a ruptured esophagus","Aspirated the pumpkin pie","Pulmonary embolism","pie"]
rs=["A","B.","(C)","(A) or (B)","The answer is D","A B C","I think (B) is right, not (A)","the cost is $7 in the end of it all","it is $7 and then maybe $9 after all that","E","","a","'A'","A: because","I am A man","Answer: (D).","The patient has a ruptured esophagus and aspirated the pumpkin pie earlier","pie","I would say Pulmonary embolism is the one here","B)","D!","C,"," A ","nothing of these at all fits here I guess"]
out['mmmu_choice']=[]
for r in rs:
    for o in (opts,opts2):
        L=[chr(65+i) for i in range(len(o))]
        p=M.parse_multi_choice_response(r,L,dict(zip(L,o)))
        out['mmmu_choice'].append([r,o,None if p is None else L.index(p)])
# --- MMMU open
ans=[["24/7","3.429"],["8"],["x"],["1,000"],["0.5"],["transformational"],["-12.5"],["2.675"],["blue"]]
rs=["24/7","The answer is 3.43","So the result is 3.429.","8","It is 8 meters","x = 8","The cost is 1,000 dollars","1000","0.50","answer: transformational leadership","Therefore -12.5","12.5","2.68","2.67","it could be x or y","x","","the final answer\nis blue","1e3","= 1000","thus it is .5","The total is 1,234,567 units","The rate is 5e-1","8.0","eight","blue.","Blue","y=x"]
out['mmmu_open']=[[r,a,M.eval_open(a if len(a)>1 else a[0],M.parse_open_response(r))] for r in rs for a in ans]
out['mmmu_numbers']=[[t,M.extract_numbers(t)] for t in ["1,000 and 2.5","-3e-4 x","1,2345","a1b22","12,345,678.9","-.5 .25","3.","x-7y","5e10, 6","1,000,00"]]
# --- ScienceQA
def sqa(t,n):
    O="ABCDE"
    if len(t)==1 and t in O or t in list(O): a=t
    elif len(t)>=3 and t[0] in O and t[1:3]==". ": a=t[0]
    else:
        r=re.findall(r'The answer is ([A-Z]).',t); a=r[0] if len(r)==1 else "FAILED"
    return O.index(a) if a in O[:n] and len(a)==1 else None
st=["A","B. dog","The answer is C.","The answer is C","The answer is B, The answer is A.","E","D","(A)","A.","A.x","b","The answer is Z.","Because. The answer is A!","AB",""]
out['scienceqa']=[[t,n,sqa(t,n)] for t in st for n in (2,4,5)]
json.dump(out,open(sys.argv[1],'w'),ensure_ascii=False,separators=(',',':'))
